using Engine.Lua.Values;
using Redis.Fixtures;

namespace Engine.Lua.Tests.Libraries;

/// <summary>Whatever bytes a script hands to a library, it gets a result or an error of Lua.</summary>
[Trait("Category", "Soak")]
public sealed class DamagedInputTests
{
    private const int Seed = 4;
    private const int PerIteration = 2000;

    [Theory]
    [InlineData("cjson.decode(...)", "{\"a\":[1,2.5e3,\"\\u00e9\\ud83d\\ude00\",nan,0x1p4],\"b\":{}}")]
    [InlineData(
        "cmsgpack.unpack(...)",
        "\u0093\u0001\u00cb\u003f\u00f0\0\0\0\0\0\0\u0082\u00a1x\u00c0\u00da\0\u0003abc\u00cd\u0001\0")]
    [InlineData("struct.unpack(..., string.rep('\\3', 40))", "<i4!8dbc0sx>H f!2I7c3")]
    [InlineData("struct.pack(..., 1, '2', 'three', 4, '5', 6)", "<i4!8dbc0sx>H f!2I7c3")]
    [InlineData("struct.size(...)", "<i4!8dbx>H f!2I7c3")]
    [InlineData("string.find('some (text) with 12 words', ...)", "^(%w*)[^a-c%d]-()%b()%f[%s].+%1$")]
    [InlineData("string.gsub('some (text) with 12 words', ..., '%1%0')", "^(%w*)[^a-c%d]-()%b()%f[%s].+%1$")]
    [InlineData("string.format(..., 1, 'two', 3.5, 4, 5, 6)", "%-5d%5.2s%+08.3f%#x%q%c%%")]
    [InlineData("tonumber(...)", "0x1.8p-3 12e5 inf")]
    public void Damaged_bytes_give_a_result_or_an_error_of_lua(string expression, string bytes)
    {
        var random = new Random(Seed);
        LuaState state = LibraryState.Create();
        LuaValue function = LibraryState.Run(
            state, $"return function(...) return pcall(function(...) return {expression} end, ...) end");
        for (int i = Soak.Iterations(1, 100) * PerIteration; i > 0; i--)
        {
            LuaValue input = LuaString.FromBytes(Damage(random, bytes));
            Assert.Equal(LuaType.Boolean, state.Call(function, input).Type);
        }
    }

    private static byte[] Damage(Random random, string bytes)
    {
        List<byte> damaged = [.. System.Text.Encoding.Latin1.GetBytes(bytes)];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int position = random.Next(damaged.Count);
            switch (random.Next(3))
            {
                case 0:
                    damaged[position] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.Insert(position, damaged[random.Next(damaged.Count)]);
                    break;
                default:
                    damaged.RemoveRange(position, Math.Min(damaged.Count - position, random.Next(3)));
                    break;
            }
        }

        return [.. damaged];
    }
}
