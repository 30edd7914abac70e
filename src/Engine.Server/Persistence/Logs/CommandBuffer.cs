using Engine.Server.DataTypes;

namespace Engine.Server.Persistence.Logs;

/// <summary>Commands in the form in which clients send them and append-only files have them, in one growing
/// buffer.</summary>
internal sealed class CommandBuffer
{
    /// <summary>A larger buffer is not kept.</summary>
    private const int KeptBytes = 1024 * 1024;

    /// <summary>Of a header: its kind, the digits of a count, and the line's end.</summary>
    private const int LongestHeader = 1 + Numbers.LongLength + 2;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
            _bytes = new byte[4096];
    }

    /// <summary>Starts a command of so many arguments, its name among them.</summary>
    public void Begin(int arguments) => Length += WriteHeader(Room(LongestHeader), (byte)'*', arguments);

    public void Add(ReadOnlySpan<byte> argument)
    {
        Span<byte> room = Room(LongestHeader + argument.Length + 2);
        int header = WriteHeader(room, (byte)'$', argument.Length);
        argument.CopyTo(room[header..]);
        int end = header + argument.Length;
        room[end] = (byte)'\r';
        room[end + 1] = (byte)'\n';
        Length += end + 2;
    }

    public void Add(long argument)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Add(digits[..Numbers.Format(argument, digits)]);
    }

    public void Select(int database)
    {
        Begin(2);
        Add("SELECT"u8);
        Add(database);
    }

    private static int WriteHeader(Span<byte> room, byte kind, int count)
    {
        room[0] = kind;
        int length = 2;
        if (count < 10)
            room[1] = (byte)('0' + count);
        else
            length = 1 + Numbers.Format(count, room[1..]);
        room[length] = (byte)'\r';
        room[length + 1] = (byte)'\n';
        return length + 2;
    }

    /// <summary>Room behind what was written, for at least so many bytes.</summary>
    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes)
            Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, checked(Length + bytes), Array.MaxLength));
        return _bytes.AsSpan(Length);
    }
}
