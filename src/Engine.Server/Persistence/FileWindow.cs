using System.Buffers.Binary;
using Engine.Server.DataTypes.Serialization;

namespace Engine.Server.Persistence;

/// <summary>The part of a file that is in memory, and the checksum of all before it.</summary>
internal sealed class FileWindow(Stream stream)
{
    private byte[] _buffer = new byte[1024 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Of the whole file.</summary>
    public long Length => stream.Length;

    /// <summary>What was read from the file and not used yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Where in the file <see cref="Unread"/> begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether <see cref="Checksum"/> is wanted, which takes time.</summary>
    public bool HasChecksum { get; set; }

    /// <summary>Of the bytes before <see cref="Unread"/>.</summary>
    public ulong Checksum { get; private set; }

    /// <summary>The bytes at the start have been used.</summary>
    public void Advance(int bytes)
    {
        if (HasChecksum)
            Checksum = Crc64.Append(Checksum, Unread[..bytes]);
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>
    /// Reads on until so many more bytes are there, and about as many again, so that a value is not begun again too
    /// often. Returns false when the file has none.
    /// </summary>
    public bool TryExtend(long missing)
    {
        long wanted = Math.Max(Unread.Length + missing, 2L * Unread.Length);
        if (_isAtEnd || Unread.Length + missing > Array.MaxLength)
            return false;
        MakeRoom((int)Math.Min(wanted, Array.MaxLength));
        int before = _end;
        while (_end < _buffer.Length)
        {
            int read = stream.Read(_buffer.AsSpan(_end));
            _end += read;
            _isAtEnd = read == 0;
            if (_isAtEnd)
                break;
        }

        return _end > before;
    }

    /// <summary>The checksum that stands in the file, which is not part of what it covers.</summary>
    public bool TryReadChecksum(out ulong checksum)
    {
        checksum = 0;
        while (Unread.Length < sizeof(ulong))
        {
            if (!TryExtend(sizeof(ulong) - Unread.Length))
                return false;
        }

        checksum = BinaryPrimitives.ReadUInt64LittleEndian(Unread);
        _start += sizeof(ulong);
        Offset += sizeof(ulong);
        return true;
    }

    private void MakeRoom(int length)
    {
        ReadOnlySpan<byte> unread = Unread;
        byte[] buffer = length > _buffer.Length ? new byte[length] : _buffer;
        unread.CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, unread.Length);
    }
}
