using System.Buffers.Binary;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Files;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// A snapshot on its way to the disk. It grows under a temporary name and gets its own, in one step, when all of it is
/// safe there; whatever fails before leaves the file of that name as it was.
/// </summary>
internal sealed class SnapshotFile : ISnapshotOutput, IDisposable
{
    /// <summary>So much is left to the operating system before it is told to write it, as in Redis.</summary>
    private const int BytesPerSync = 4 * 1024 * 1024;

    private readonly IFileSystem _files;
    private readonly string _temporary;
    private readonly string _path;
    private readonly bool _syncsOnTheWay;
    private readonly IWritableFile _file;
    private ulong _checksum;
    private long _unsynced;

    public SnapshotFile(IFileSystem files, string temporary, string path, bool syncsOnTheWay)
    {
        _files = files;
        _temporary = temporary;
        _path = path;
        _syncsOnTheWay = syncsOnTheWay;
        _file = files.Create(temporary);
    }

    public long Length => _file.Length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc64.Append(_checksum, bytes);
        _file.Write(bytes);
        _unsynced += bytes.Length;
        if (!_syncsOnTheWay || _unsynced < BytesPerSync)
            return;
        _file.Sync();
        _unsynced = 0;
    }

    /// <summary>All has been written: makes it safe and gives it its name.</summary>
    /// <param name="checksum">What follows the end of the format.</param>
    public void Complete(SnapshotChecksum checksum)
    {
        if (checksum != SnapshotChecksum.Absent)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            ulong value = checksum == SnapshotChecksum.Computed ? _checksum : 0;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            _file.Write(bytes);
        }

        _file.Sync();
        _file.Dispose();
        _files.Move(_temporary, _path);
        _files.SyncDirectory(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Gives up: nothing is left behind, as far as that can be had.</summary>
    public void Abandon()
    {
        _file.Dispose();
        try
        {
            _files.Delete(_temporary);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // The disk that did not take the file may not let go of it either: it stays, under its temporary name.
        }
    }

    public void Dispose() => _file.Dispose();
}
