namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// A value that was read and stands in no key yet: the text of a string, or the word of a collection.
/// </summary>
internal readonly ref struct LoadedValue
{
    public LoadedValue(ReadOnlySpan<byte> text)
    {
        Text = text;
        Type = ValueType.String;
    }

    public LoadedValue(ValueType type, ValueEncoding encoding, uint word)
    {
        Type = type;
        Encoding = encoding;
        Word = word;
    }

    public ValueType Type { get; }

    /// <summary>Of a string: valid as long as what it was read from and with.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Of a collection.</summary>
    public ValueEncoding Encoding { get; }

    /// <summary>Of a collection: as in a <see cref="ValueSlot"/>. Whoever has it owns what it names.</summary>
    public uint Word { get; }
}
