namespace Engine.Server.DataTypes.Packs;

/// <summary>A value to be compared with many elements: whether it spells an integer is found out once.</summary>
internal readonly ref struct SoughtElement
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isInteger;
    private readonly long _integer;

    public SoughtElement(ReadOnlySpan<byte> text)
    {
        _text = text;
        _isInteger = Numbers.TryParse(text, out _integer);
    }

    public bool Matches(in PackedElement element) => element.IsInteger
        ? _isInteger && element.Integer == _integer
        : element.Bytes.SequenceEqual(_text);
}
