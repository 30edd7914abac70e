using System.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// Gives equal short strings one object, so that a table finds them by reference and what arrives again costs no
/// memory. Of bounded size: a newer string takes the place of an older one, which costs a comparison of bytes and
/// nothing else.
/// </summary>
internal sealed class SharedStrings
{
    private const int Size = 4096;
    private const int LongestShared = 40;

    private readonly LuaString?[] _strings = new LuaString?[Size];

    public SharedStrings()
    {
        foreach (LuaString name in Metamethods.AllNames)
        {
            _strings[name.Hash & (Size - 1)] = name;
        }
    }

    public LuaString Share(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is <= 1 or > LongestShared)
        {
            return LuaString.FromBytes(bytes);
        }

        int hash = LuaString.HashOf(bytes);
        ref LuaString? shared = ref _strings[hash & (Size - 1)];
        if (shared is null || !shared.Span.SequenceEqual(bytes))
        {
            shared = new LuaString(bytes.ToArray(), hash);
        }

        return shared;
    }

    public LuaString Share(string text) => Share(Encoding.UTF8.GetBytes(text));
}
