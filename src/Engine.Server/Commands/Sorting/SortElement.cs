using Engine.Server.DataTypes.Packs;

namespace Engine.Server.Commands.Sorting;

/// <summary>A copy of an element to sort, with what it is sorted by.</summary>
internal struct SortElement
{
    /// <summary>Null for an integer.</summary>
    private readonly byte[]? _text;

    private readonly long _integer;

    public SortElement(PackedElement element, int index)
    {
        if (element.IsInteger)
            _integer = element.Integer;
        else
            _text = element.Bytes.ToArray();
        Index = index;
    }

    /// <summary>Its place before it was sorted, which decides between equal ones.</summary>
    public int Index { get; }

    /// <summary>The number to sort by.</summary>
    public double Score { get; set; }

    /// <summary>The text to sort by when it is not the element's own; null when there is none.</summary>
    public byte[]? Weight { get; set; }

    public readonly PackedElement Value => _text is null ? new PackedElement(_integer) : new PackedElement(_text);

    public readonly ReadOnlySpan<byte> TextIn(Span<byte> digits) => Value.Text(digits);
}
