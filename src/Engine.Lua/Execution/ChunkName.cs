using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>How messages call a chunk.</summary>
internal static class ChunkName
{
    // Bytes that PUC Lua has for a name with its terminating zero: LUA_IDSIZE where errors are raised by code that
    // runs, MAXSRC where source is refused.
    private const int RunningSize = 60;
    private const int SourceSize = 80;

    /// <summary>In an error of a chunk that runs.</summary>
    public static string Running(ReadOnlySpan<byte> name) => Display(name, RunningSize);

    /// <summary>In the refusal of a chunk that does not compile.</summary>
    public static string Refused(ReadOnlySpan<byte> name) => Display(name, SourceSize);

    /// <summary>A name after = or @ without that sign, cut to size; other names as the first line of source.</summary>
    private static string Display(ReadOnlySpan<byte> name, int size)
    {
        string text = LuaText.Latin1(name);
        if (text.StartsWith('='))
        {
            return text.Substring(1, Math.Min(text.Length - 1, size - 1));
        }

        if (text.StartsWith('@'))
        {
            int room = size - 8;
            return text.Length - 1 > room ? string.Concat("...", text.AsSpan(text.Length - room)) : text[1..];
        }

        int quoted = size - 17;
        int line = text.AsSpan().IndexOfAny('\n', '\r');
        int length = Math.Min(line < 0 ? text.Length : line, quoted);
        return length < text.Length ? $"[string \"{text[..length]}...\"]" : $"[string \"{text}\"]";
    }
}
