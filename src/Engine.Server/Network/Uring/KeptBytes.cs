namespace Engine.Server.Network.Uring;

/// <summary>Bytes that were received and not asked for yet, in the order in which they came.</summary>
internal sealed class KeptBytes
{
    private byte[] _bytes = [];
    private int _start;

    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_start + Length + bytes.Length > _bytes.Length)
            MakeRoom(Length + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_start + Length));
        Length += bytes.Length;
    }

    /// <summary>Returns how many bytes were taken.</summary>
    public int Take(Span<byte> destination)
    {
        int count = Math.Min(Length, destination.Length);
        _bytes.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        Length -= count;
        if (Length == 0)
            (_bytes, _start) = ([], 0);
        return count;
    }

    private void MakeRoom(int length)
    {
        byte[] larger = new byte[Math.Max(length, 2 * Length)];
        _bytes.AsSpan(_start, Length).CopyTo(larger);
        (_bytes, _start) = (larger, 0);
    }
}
