using Engine.Lua.Values;

namespace Engine.Lua.Tests.Values;

public sealed class LuaTableTests
{
    [Fact]
    public void Table_holds_what_a_dictionary_would()
    {
        var random = new Random(3);
        var table = new LuaTable();
        var model = new Dictionary<LuaValue, double>();
        for (int i = 0; i < 20_000; i++)
        {
            LuaValue key = random.Next(4) switch
            {
                0 => random.Next(100) - 10,
                1 => random.Next(100) / 8.0,
                2 => LuaValue.FromText("k" + random.Next(100)),
                _ => random.Next(2) == 0,
            };
            if (random.Next(3) == 0)
            {
                table[key] = default;
                model.Remove(key);
            }
            else
            {
                table[key] = i;
                model[key] = i;
            }
        }

        var found = new Dictionary<LuaValue, double>();
        LuaValue position = default;
        while (table.Next(ref position, out LuaValue value))
        {
            Assert.True(value.TryGetNumber(out double number));
            found.Add(position, number);
        }

        Assert.Equal(model.Count, found.Count);
        Assert.All(model, entry => Assert.Equal(entry.Value, found[entry.Key]));
        Assert.All(model, entry => Assert.Equal((LuaValue)entry.Value, table[entry.Key]));
    }

    [Fact]
    public void Keys_that_no_table_takes_are_refused()
    {
        var table = new LuaTable();

        Assert.Throws<ArgumentException>(() => table[default(LuaValue)] = 1);
        Assert.Throws<ArgumentException>(() => table[double.NaN] = 1);
        Assert.True(table[default(LuaValue)].IsNil);
    }

    [Fact]
    public void Strings_are_equal_by_their_bytes()
    {
        var table = new LuaTable { ["one"] = 1 };

        Assert.Equal(1, table[LuaString.FromBytes("one"u8)]);
        Assert.Equal(LuaValue.FromText("a"), LuaValue.FromText("a"));
        Assert.NotEqual(LuaValue.FromText("1"), (LuaValue)1);
    }
}
