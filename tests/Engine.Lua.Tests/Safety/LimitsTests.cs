using System.Text;
using Engine.Lua.Tests.Running;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Safety;

public sealed class LimitsTests
{
    private const string Endless = "while true do end";

    [Theory]
    [InlineData(Endless)]
    [InlineData("repeat until false")]
    [InlineData("for i = 1, 1e300 do end")]
    [InlineData("for i = 1, 0, -0 do end")]
    [InlineData("local function f() return f() end f()")]
    [InlineData("for k in function() return 1 end do end")]
    [InlineData("while true do pcall(error) end")]
    [InlineData("while true do pcall(function() while true do end end) end")]
    [InlineData("coroutine.wrap(function() while true do end end)()")]
    [InlineData("local t = {1,2,3,4,5,6} while true do table.sort(t, function() return false end) end")]
    [InlineData("load(function() return ' ' end)")]
    [InlineData("local function f(...) return f(1, ...) end return f()")]
    [InlineData("while true do table.insert({}, -1e9, 1) end")]
    [InlineData("setmetatable({}, {__index = function(t, k) return t[k] end}).x = 1 while true do end")]
    [InlineData("local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end")]
    public void Every_endless_script_can_be_ended_from_outside(string source)
    {
        var test = new TestState(new LuaLimits { WatchInterval = 100 });
        int looks = 0;
        test.State.Watch = () =>
        {
            if (++looks == 50)
            {
                throw new LuaAbortException("ended");
            }
        };

        Assert.Throws<LuaAbortException>(() => test.Evaluate(source));

        test.State.Watch = null;
        Assert.Equal("3", test.Run("return 1 + 2"));
        Assert.Equal("4", test.Run("return coroutine.wrap(function() return 4 end)()"));
    }

    [Theory]
    [InlineData("return s:upper()")]
    [InlineData("return s:lower()")]
    [InlineData("return s:reverse()")]
    [InlineData("return s:rep(2)")]
    [InlineData("return s:sub(2)")]
    [InlineData("return s .. s")]
    [InlineData("return table.concat({s, s})")]
    [InlineData("return s:find('y', 1, true)")]
    [InlineData("return s:find('y')")]
    [InlineData("return s:find('[y]')")]
    [InlineData("return s:gsub('x', 'y')")]
    [InlineData("return ('%s'):format(s)")]
    [InlineData("return ('%q'):format(s)")]
    [InlineData("return table.maxn(t)")]
    [InlineData("table.insert(t, 1, 1)")]
    [InlineData("table.remove(t, 1)")]
    [InlineData("table.sort(t)")]
    public void Each_call_of_a_function_that_handles_much_gives_the_host_a_look(string source)
    {
        var test = new TestState(new LuaLimits { WatchInterval = 1000 });
        test.State.Globals["s"] = LuaString.FromBytes(Enumerable.Repeat((byte)'x', 1_000_000).ToArray());
        test.Run("t = {} for i = 1, 100000 do t[i] = i end");
        int looks = 0;
        test.State.Watch = () => looks++;

        test.Run($"local function f() {source} end f() f() f() f() f()");

        Assert.InRange(looks, 5, int.MaxValue);
    }

    [Fact]
    public void An_error_raised_by_the_host_can_be_caught()
    {
        var test = new TestState(new LuaLimits { WatchInterval = 100 });
        test.State.Watch = () => throw new LuaException("time is up");

        Assert.Equal("time is up", test.Run($"return select(2, pcall(function() {Endless} end))"));
    }

    [Theory]
    [InlineData("local t = {} while true do t[#t + 1] = {} end")]
    [InlineData("local t = {} local i = 0 while true do i = i + 1 t['k' .. i] = i end")]
    [InlineData("local s = 'x' while true do s = s .. s end")]
    [InlineData("local t = {} while true do t[#t + 1] = string.rep('x', 100000) .. #t end")]
    [InlineData("return string.rep('x', 1e9)")]
    [InlineData("return table.concat({string.rep('x', 4e6), string.rep('y', 4e6), string.rep('z', 4e6)})")]
    [InlineData("local t = {} while true do t[#t + 1] = coroutine.create(function() end) end")]
    [InlineData("local t = {} while true do local x = #t t[#t + 1] = function() return x end end")]
    [InlineData("load(function() return string.rep(' ', 1e6) end)()")]
    public void Memory_is_bounded(string source)
    {
        var test = new TestState(new LuaLimits { MaxMemory = 8 << 20, WatchInterval = 1000 });

        Assert.Equal("not enough memory", test.Run($"local ok, m = pcall(function() {source} end) return m"));
        Assert.Equal("8", test.Run("return 8"));
    }

    [Fact]
    public void Garbage_does_not_count_as_memory()
    {
        var test = new TestState(new LuaLimits { MaxMemory = 4 << 20, WatchInterval = 100 });

        Assert.Equal("10000", test.Run(
            "local n = 0 for i = 1, 10000 do local t = {i, {}, 'x' .. i, string.rep('y', 1000)} n = i end return n"));
    }

    [Theory]
    [InlineData("local function f() return 1 + f() end return f()", "test:1: stack overflow")]
    [InlineData("local function f() return pcall(f) end return f()", null)]
    [InlineData("return setmetatable({}, {__index = function(t, k) return t[k] end}).x", "C stack overflow")]
    [InlineData("return tostring(setmetatable({}, {__tostring = function(t) return tostring(t) .. 1 end}))", null)]
    [InlineData("local function f() return coroutine.wrap(f)() end return f()", "C stack overflow")]
    public void Depth_is_bounded(string source, string? message)
    {
        var test = new TestState(new LuaLimits { MaxMemory = 64 << 20 });

        string result = test.Run($"return (select(2, pcall(function() {source} end)))");

        if (message is not null)
        {
            Assert.EndsWith(message, result, StringComparison.Ordinal);
        }

        Assert.Equal("3", test.Run("return 1 + 2"));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{", "}")]
    [InlineData("- ", "")]
    [InlineData("function() return ", " end")]
    [InlineData("a[", "]")]
    [InlineData("a..", "")]
    [InlineData("not ", "")]
    public void Deeply_nested_source_is_refused(string open, string close)
    {
        const int depth = 100_000;
        string source = "return " + string.Concat(Enumerable.Repeat(open, depth)) + "1"
            + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Equal("test:1: chunk has too many syntax levels", new TestState().ErrorOf(source));
    }

    [Fact]
    public void A_failing_error_handler_is_an_error_by_itself() =>
        Assert.Equal(
            "error in error handling",
            new TestState().Run("return select(2, xpcall(error, function() error('again') end))"));

    [Fact]
    [Trait("Category", "Soak")]
    public void Mutated_programs_never_do_worse_than_raise_an_error()
    {
        string[] sources = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases"), "*.lua")
            .Order()
            .Select(path => File.ReadAllText(path, Encoding.Latin1))];
        var random = new Random(7);
        for (int i = 0; i < Redis.Fixtures.Soak.Iterations(300, 100_000); i++)
        {
            byte[] source = Mutate(Encoding.Latin1.GetBytes(sources[random.Next(sources.Length)]), random);
            var test = new TestState(new LuaLimits { MaxMemory = 32 << 20, WatchInterval = 100, MaxCallDepth = 1000 });
            int looks = 0;
            test.State.Watch = () =>
            {
                if (++looks > 20)
                {
                    throw new LuaAbortException("enough");
                }
            };

            Exception? error = Record.Exception(() => test.State.Call(test.State.Load(source, "=mutant")));

            Assert.True(error is null or LuaException or LuaAbortException, error?.ToString());
        }
    }

    // Pieces of a script, shuffled and damaged.
    private static byte[] Mutate(byte[] source, Random random)
    {
        var lines = Encoding.Latin1.GetString(source).Split('\n').ToList();
        int start = random.Next(lines.Count);
        lines = lines.GetRange(start, Math.Min(random.Next(1, 30), lines.Count - start));
        byte[] mutant = Encoding.Latin1.GetBytes(string.Join('\n', lines));
        for (int i = random.Next(4); i > 0 && mutant.Length > 1; i--)
        {
            int position = random.Next(mutant.Length);
            mutant = random.Next(3) switch
            {
                0 => [.. mutant[..position], .. mutant[(position + 1)..]],
                1 => [.. mutant[..position], (byte)random.Next(256), .. mutant[position..]],
                _ => [.. mutant[position..], .. mutant[..position]],
            };
        }

        return mutant;
    }
}
