namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Room for one string that does not stand in the source as its bytes. Its owner uses it again and again.
/// </summary>
internal sealed class TextBuffer
{
    private byte[] _bytes = new byte[64];

    /// <summary>So many bytes, with undefined contents.</summary>
    public Span<byte> Take(int length)
    {
        if (_bytes.Length < length)
            _bytes = new byte[length];
        return _bytes.AsSpan(0, length);
    }
}
