using Engine.Server.DataTypes;

namespace Engine.Server.Persistence.Logs;

/// <summary>Commands in the form in which clients send them and append-only files have them, in one growing
/// buffer.</summary>
internal sealed class CommandBuffer
{
    /// <summary>A larger buffer is not kept.</summary>
    private const int KeptBytes = 1024 * 1024;

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
    public void Begin(int arguments) => Header((byte)'*', arguments);

    public void Add(ReadOnlySpan<byte> argument)
    {
        Header((byte)'$', argument.Length);
        Span<byte> space = Reserve(argument.Length + 2);
        argument.CopyTo(space);
        space[^2] = (byte)'\r';
        space[^1] = (byte)'\n';
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

    private void Header(byte kind, int count)
    {
        Span<byte> line = stackalloc byte[Numbers.LongLength + 3];
        line[0] = kind;
        int length = 1 + Numbers.Format(count, line[1..]);
        line[length++] = (byte)'\r';
        line[length++] = (byte)'\n';
        line[..length].CopyTo(Reserve(length));
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
            Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, checked(Length + bytes), Array.MaxLength));
        Length += bytes;
        return _bytes.AsSpan(Length - bytes, bytes);
    }
}
