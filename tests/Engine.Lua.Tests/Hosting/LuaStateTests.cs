using Engine.Lua.Tests.Running;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Hosting;

public sealed class LuaStateTests
{
    private readonly TestState _test = new();

    [Fact]
    public void Host_function_reads_arguments_and_returns_results()
    {
        _test.State.Register(_test.State.Globals, "swap", call => call.Return(call[2], call[1]));

        Assert.Equal("b a", _test.Run("local x, y = swap('a', 'b') return x .. ' ' .. y"));
        Assert.Equal("nil", _test.Run("return (swap('a'))"));
    }

    [Fact]
    public void Host_function_is_named_in_errors_as_it_was_called()
    {
        _test.State.Register(_test.State.Globals, "number", call => call.Return(call.CheckNumber(1)));

        const string expected = "number expected, got";
        Assert.Equal($"test:1: bad argument #1 to 'number' ({expected} no value)", _test.ErrorOf("number()"));
        Assert.Equal($"test:1: bad argument #1 to 'n' ({expected} table)", _test.ErrorOf("local n = number n({})"));
        Assert.Equal(
            $"test:1: bad argument #1 to 'm' ({expected} nil)", _test.ErrorOf("local t = {m = number} t.m(nil)"));
        Assert.Equal(
            $"test:1: calling 'm' on bad self ({expected} table)", _test.ErrorOf("local t = {m = number} t:m()"));
        Assert.Equal("12.5", _test.Run("return number('12.5')"));
    }

    [Fact]
    public void Read_only_table_refuses_every_change_by_scripts()
    {
        _test.State.Globals.IsReadOnly = true;
        const string refusal = "Attempt to modify a readonly table";

        Assert.Equal($"test:1: {refusal}", _test.ErrorOf("x = 1"));
        Assert.Equal($"test:1: {refusal}", _test.ErrorOf("print = 1"));
        Assert.Equal($"test:1: {refusal}", _test.ErrorOf("_G.print = nil"));
        Assert.Equal($"test:1: {refusal}", _test.ErrorOf("local k = 'print' _G[k] = nil"));
        string[] changes = ["rawset(_G, 'x', 1)", "setmetatable(_G, {})", "table.insert(_G, 1)", "table.sort(_G)"];
        foreach (string change in changes)
        {
            Assert.EndsWith(refusal, _test.ErrorOf(change), StringComparison.Ordinal);
        }

        _test.State.Globals["x"] = 5;
        Assert.Equal("5", _test.Run("return x"));
    }

    [Fact]
    public void Handler_sees_the_calls_that_led_to_the_error()
    {
        LuaState state = _test.State;
        LuaFunction handler = state.CreateFunction("handler", call =>
        {
            Assert.True(state.TryGetPosition(1, out LuaString source, out int line));
            return call.Return(LuaValue.FromText($"{call[1]} at {source}:{line}"));
        });
        LuaFunction chunk = state.Load("local function f()\n  local x = nil + 1\nend\nf()"u8, "@script");

        var error = Assert.Throws<LuaException>(() => state.CallWithHandler(chunk, handler));

        Assert.Equal(
            "script:2: attempt to perform arithmetic on a nil value at @script:2", error.Message);
        Assert.Equal("3", _test.Run("return 1 + 2"));
    }

    [Fact]
    public void State_is_usable_after_an_error_inside_a_coroutine_and_a_host_function()
    {
        _test.State.Register(_test.State.Globals, "call", call => call.Return(call.Invoke(call[1])));

        Assert.Equal("test:1: x", _test.ErrorOf("call(function() call(function() error('x') end) end)"));
        Assert.EndsWith(
            "test:1: y",
            _test.ErrorOf("call(function() coroutine.wrap(function() call(function() error('y') end) end)() end)"),
            StringComparison.Ordinal);
        Assert.Equal("7", _test.Run("return call(function() return coroutine.wrap(function() return 7 end)() end)"));
    }

    [Fact]
    public void TryInvoke_gives_the_error_and_leaves_the_stack_in_order()
    {
        _test.State.Register(_test.State.Globals, "try", call =>
        {
            bool returned = call.TryInvoke(call[1], out LuaValue result, call[2]);
            return call.Return(returned, result);
        });

        const string show = "return tostring(ok) .. ' ' .. m";
        Assert.Equal("false test:1: no", _test.Run($"local ok, m = try(function(x) error(x) end, 'no') {show}"));
        Assert.Equal("true yes", _test.Run($"local ok, m = try(function(x) return x end, 'yes') {show}"));
    }

    [Fact]
    public void Source_may_hold_any_bytes()
    {
        LuaValue value = _test.Evaluate("return '\xff\x00\xfe'");

        Assert.True(value.TryGetString(out LuaString? text));
        Assert.Equal([0xff, 0x00, 0xfe], text.Span.ToArray());
    }

    [Fact]
    public void Functions_keep_the_globals_they_were_loaded_with()
    {
        LuaFunction old = _test.State.Load("return x"u8, "=old");
        _test.State.Globals = new LuaTable { ["x"] = 1 };

        Assert.Equal(1, _test.Evaluate("return x"));
        Assert.True(_test.State.Call(old).IsNil);
    }

    [Fact]
    public void Limits_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LuaState(new LuaLimits { WatchInterval = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LuaState(new LuaLimits { MaxHostDepth = 201 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LuaState(new LuaLimits { MaxMemory = 0 }));
    }
}
