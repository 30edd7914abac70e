using Engine.Lua.Tests.Libraries;

namespace Engine.Lua.Tests.Values;

/// <summary>Redis-server 7.0.15 gives these orders; PUC Lua gives others, because it does not hash all bytes.</summary>
public sealed class LongKeysTests
{
    [Theory]
    [InlineData(100, "37 101 49 x")]
    [InlineData(125, "37 101 x 49")]
    [InlineData(130, "37 101 49 x")]
    public void Long_keys_stand_where_all_their_bytes_put_them(int length, string order) => Assert.Equal(
        order,
        LibraryState.Evaluate(
            $"(function() local t = {{}} t[37] = 1 t[101] = 1 t[49] = 1 t[('x'):rep({length})] = 1 local keys = {{}} "
            + "for key in pairs(t) do keys[#keys + 1] = tostring(key):gsub('x+', 'x') end "
            + "return table.concat(keys, ' ') end)()"));
}
