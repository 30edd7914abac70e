using Engine.Lua.Values;

namespace Engine.Server.Scripting;

/// <summary>The field names by which replies are known in scripts, and the values made of them.</summary>
internal static class ScriptFields
{
    public static LuaString Ok { get; } = LuaString.FromText("ok");

    public static LuaString Err { get; } = LuaString.FromText("err");

    public static LuaString Map { get; } = LuaString.FromText("map");

    public static LuaString Set { get; } = LuaString.FromText("set");

    public static LuaString Double { get; } = LuaString.FromText("double");

    public static LuaString BigNumber { get; } = LuaString.FromText("big_number");

    public static LuaString Verbatim { get; } = LuaString.FromText("verbatim_string");

    public static LuaString Format { get; } = LuaString.FromText("format");

    public static LuaString String { get; } = LuaString.FromText("string");

    public static LuaString Source { get; } = LuaString.FromText("source");

    public static LuaString Line { get; } = LuaString.FromText("line");

    /// <summary>In the table of an error that a command made, which counted it.</summary>
    public static LuaString IsCounted { get; } = LuaString.FromText("ignore_error_stats_update");

    public static LuaString Text(ReadOnlySpan<byte> bytes) => LuaString.FromBytes(bytes);

    /// <summary>What Redis shows of the text of an error or status, which ends at the first zero as C's do.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int zero = text.IndexOf((byte)0);
        return zero < 0 ? text : text[..zero];
    }

    public static LuaTable Single(LuaString field, LuaValue value) => new(0, 1) { [field] = value };

    /// <summary>An error of Scripting itself.</summary>
    public static LuaTable Failure(ReadOnlySpan<byte> sentence) => Single(Err, Text(sentence));

    /// <summary>
    /// The error that a script words: its first word is the code, but a single word gets the code ERR. A minus before
    /// it says nothing, nor do line ends around what follows the code.
    /// </summary>
    public static LuaTable WordedFailure(ReadOnlySpan<byte> text)
    {
        text = UpToZero(text);
        if (text.StartsWith("-"u8))
            text = text[1..];
        int space = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> code = space < 0 ? "ERR"u8 : text[..space];
        return Failure([.. code, (byte)' ', .. text[(space + 1)..].Trim("\r\n"u8)]);
    }

    /// <summary>The error that a command replied with.</summary>
    public static LuaTable Error(ReadOnlySpan<byte> sentence) =>
        new(0, 2) { [Err] = Text(sentence), [IsCounted] = true };
}
