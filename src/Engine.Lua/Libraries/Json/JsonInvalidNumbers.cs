namespace Engine.Lua.Libraries.Json;

/// <summary>What encoding makes of infinity and of what is not a number.</summary>
internal enum JsonInvalidNumbers
{
    /// <summary>An error.</summary>
    Refuse,

    /// <summary>What strtod reads back: inf, -inf, nan.</summary>
    Write,

    /// <summary>null.</summary>
    WriteNull,
}
