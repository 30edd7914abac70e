namespace Engine.Server.Protocol;

/// <summary>Where one argument stands in the buffer of its request.</summary>
internal readonly record struct ArgumentSlice(int Offset, int Length);

/// <summary>
/// The arguments of one command, the command's name first, as slices of the buffer in which they arrived.
/// Valid only while that command runs: whoever keeps an argument copies it.
/// </summary>
internal readonly ref struct Request
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly ReadOnlySpan<ArgumentSlice> _slices;

    public Request(ReadOnlySpan<byte> buffer, ReadOnlySpan<ArgumentSlice> slices)
    {
        _buffer = buffer;
        _slices = slices;
    }

    public int Count => _slices.Length;

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentSlice slice = _slices[index];
            return _buffer.Slice(slice.Offset, slice.Length);
        }
    }

    /// <summary>The same request without its first <paramref name="count"/> arguments.</summary>
    public Request Skip(int count) => new(_buffer, _slices[count..]);

    /// <summary>The same request cut after its first <paramref name="count"/> arguments.</summary>
    public Request Take(int count) => new(_buffer, _slices[..count]);

    public byte[][] ToArrays()
    {
        var copy = new byte[Count][];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = this[i].ToArray();
        return copy;
    }
}
