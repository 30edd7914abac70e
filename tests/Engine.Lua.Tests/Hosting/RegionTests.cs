using Engine.Lua.Tests.Running;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Hosting;

public sealed class RegionTests
{
    private readonly TestState _test = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("{1, 2, 3}")]
    [InlineData("{1, x = 2, y = 3}")]
    [InlineData("{f()}")]
    [InlineData("{1, f()}")]
    [InlineData("{x = 1, f()}")]
    [InlineData("{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}")]
    public void Table_that_is_used_again_is_as_new(string constructor)
    {
        const string changes = "for i = 1, 40 do t[i % 7] = i t['k' .. i] = i end setmetatable(t, {__index = t}) ";
        const string look =
            "local s = #t .. ':' for i = 1, 9 do t[#t + 1] = 7 end "
            + "for k, v in pairs(t) do s = s .. k .. '=' .. v .. ' ' end ";
        string script =
            $"local function f() return 'a', 'b' end local t = {constructor} {look} "
            + $"local isNew = getmetatable(t) == nil and t.nothing == nil {changes} return s .. tostring(isNew)";
        string expected = _test.Run(script);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected, RunInRegion(script));
        }
    }

    [Fact]
    public void Small_tables_of_a_region_cost_nothing_the_next_time()
    {
        const string script = "local t = {1, {x = 1}, {1, unpack({1, 2})}} return #t";
        LuaFunction function = _test.State.Load(System.Text.Encoding.UTF8.GetBytes(script), "=test");
        for (int i = 0; i < 3; i++)
        {
            Call(function);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Call(function);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public void Region_that_made_many_tables_keeps_few()
    {
        const string script =
            "local all = {} for i = 1, 5000 do all[i] = {i, i, i} end local s = 0 "
            + "for i, t in ipairs(all) do s = s + t[1] + #t end return s";

        Assert.Equal("12517500", RunInRegion(script));
        Assert.Equal("12517500", RunInRegion(script));
    }

    [Fact]
    public void Region_ends_after_an_error_as_after_a_result()
    {
        Assert.Throws<LuaException>(() => RunInRegion("local t = {1, x = {}} error(t)"));
        Assert.Equal("0nil", RunInRegion("local t = {} return #t .. tostring(t.x)"));
    }

    [Fact]
    public void Short_string_is_made_once()
    {
        Assert.Same(_test.State.CreateString("some key"u8), _test.State.CreateString("some key"u8));
        Assert.NotSame(_test.State.CreateString(new byte[100]), _test.State.CreateString(new byte[100]));
    }

    private string RunInRegion(string script)
    {
        _test.State.BeginRegion();
        try
        {
            return _test.Run(script);
        }
        finally
        {
            _test.State.EndRegion();
        }
    }

    private void Call(LuaFunction function)
    {
        _test.State.BeginRegion();
        _test.State.Call(function);
        _test.State.EndRegion();
    }
}
