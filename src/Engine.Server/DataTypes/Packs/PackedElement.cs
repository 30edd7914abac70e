using System.Diagnostics;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// An element of a pack: an integer, or bytes that lie in the pack. Valid until the pack is written to.
/// </summary>
internal readonly ref struct PackedElement
{
    private readonly long _integer;

    public PackedElement(long integer)
    {
        _integer = integer;
        IsInteger = true;
    }

    public PackedElement(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    public bool IsInteger { get; }

    /// <summary>The value, of an integer only.</summary>
    public long Integer
    {
        get
        {
            Debug.Assert(IsInteger, "Ask for the bytes of an element that is no integer.");
            return _integer;
        }
    }

    /// <summary>The bytes of an element that is no integer; empty for an integer.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Bytes of the element as clients see it: an integer counts with its digits.</summary>
    public int Length => IsInteger ? Numbers.LengthOf(_integer) : Bytes.Length;

    /// <summary>Whether clients see the element as <paramref name="text"/>.</summary>
    public bool Equals(ReadOnlySpan<byte> text) =>
        IsInteger ? Numbers.TryParse(text, out long value) && value == _integer : Bytes.SequenceEqual(text);

    /// <summary>The element as clients see it; digits are written to <paramref name="scratch"/>.</summary>
    /// <param name="scratch">At least <see cref="Numbers.LongLength"/> bytes.</param>
    public ReadOnlySpan<byte> Text(Span<byte> scratch) =>
        IsInteger ? scratch[..Numbers.Format(_integer, scratch)] : Bytes;

    /// <summary>
    /// Writes the element as clients see it to the start of <paramref name="destination"/>; returns its length.
    /// </summary>
    public int Format(Span<byte> destination)
    {
        if (IsInteger)
            return Numbers.Format(_integer, destination);
        Bytes.CopyTo(destination);
        return Bytes.Length;
    }
}
