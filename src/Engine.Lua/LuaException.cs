using Engine.Lua.Values;

namespace Engine.Lua;

/// <summary>An error of Lua, which pcall catches. Any value can be one; texts carry their position.</summary>
public sealed class LuaException : Exception
{
    /// <summary>Creates an error of any value.</summary>
    public LuaException(LuaValue value) => Value = value;

    /// <summary>
    /// Creates an error of a text, which is what scripts expect; no position is added. Each character is a byte (as in
    /// Latin-1).
    /// </summary>
    public LuaException(string message) => Value = LuaText.FromLatin1(message);

    /// <summary>The value that pcall returns.</summary>
    public LuaValue Value { get; }

    /// <summary>The value as text: each byte is a character, so that nothing of it is lost.</summary>
    public override string Message =>
        Value.TryConvertToString(out LuaString? text)
            ? LuaText.Latin1(text.Span)
            : $"(error object is a {LuaText.TypeName(Value)} value)";
}
