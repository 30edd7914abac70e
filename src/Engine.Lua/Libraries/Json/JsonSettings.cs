namespace Engine.Lua.Libraries.Json;

/// <summary>What the functions of the library can be told, with cjson's defaults.</summary>
internal sealed class JsonSettings
{
    public const int MaxPrecision = 14;

    /// <summary>Whether lists with too many holes become objects instead of errors.</summary>
    public bool ConvertsSparseLists { get; set; }

    /// <summary>
    /// A list has too many holes when its last index is larger than this times its entries; 0 is never.
    /// </summary>
    public int SparseRatio { get; set; } = 2;

    /// <summary>The last index up to which a list may have any holes.</summary>
    public int SparseSafe { get; set; } = 10;

    public int EncodeMaxDepth { get; set; } = 1000;

    public int DecodeMaxDepth { get; set; } = 1000;

    public JsonInvalidNumbers EncodeInvalidNumbers { get; set; }

    /// <summary>Whether what is no number in JSON but one for strtod is read: hexadecimal numbers, inf, nan.</summary>
    public bool DecodesInvalidNumbers { get; set; } = true;

    /// <summary>The significant digits of a number.</summary>
    public int NumberPrecision { get; set; } = MaxPrecision;

    /// <summary>Scripts can ask for it and hear it again; buffers are pooled either way.</summary>
    public bool KeepsBuffer { get; set; } = true;
}
