using System.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// Gives equal constants one object, so that a table finds them by reference. Of bounded size: a newer constant takes
/// the place of an older one, which costs a comparison of bytes and nothing else.
/// </summary>
internal sealed class ConstantCache
{
    private const int Size = 4096;
    private const int LongestShared = 40;

    private readonly LuaString?[] _strings = new LuaString?[Size];

    public ConstantCache()
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

        ref LuaString? shared = ref _strings[LuaString.HashOf(bytes) & (Size - 1)];
        if (shared is null || !shared.Span.SequenceEqual(bytes))
        {
            shared = LuaString.FromBytes(bytes);
        }

        return shared;
    }

    public LuaString Share(string text) => Share(Encoding.UTF8.GetBytes(text));
}
