using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>How messages call a chunk.</summary>
internal static class ChunkName
{
    // LUA_IDSIZE with its terminating zero, as Debian builds PUC Lua and the servers that embed it.
    private const int Size = 80;

    /// <summary>A name after = or @ without that sign, cut to size; other names as the first line of source.</summary>
    public static string Display(ReadOnlySpan<byte> name)
    {
        string text = LuaText.Latin1(name);
        if (text.StartsWith('='))
        {
            return text.Substring(1, Math.Min(text.Length - 1, Size - 1));
        }

        if (text.StartsWith('@'))
        {
            const int room = Size - 8;
            return text.Length - 1 > room ? string.Concat("...", text.AsSpan(text.Length - room)) : text[1..];
        }

        const int quoted = Size - 17;
        int line = text.AsSpan().IndexOfAny('\n', '\r');
        int length = Math.Min(line < 0 ? text.Length : line, quoted);
        return length < text.Length ? $"[string \"{text[..length]}...\"]" : $"[string \"{text}\"]";
    }
}
