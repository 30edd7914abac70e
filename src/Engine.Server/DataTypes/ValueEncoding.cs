namespace Engine.Server.DataTypes;

/// <summary>How a value is laid out, by the names that OBJECT ENCODING reports.</summary>
internal enum ValueEncoding : byte
{
    /// <summary>Bytes that have been, or are too long not to be, edited in place.</summary>
    Raw = 0,

    /// <summary>A 64-bit integer.</summary>
    Int = 1,

    /// <summary>Up to 44 bytes.</summary>
    EmbStr = 8,
}
