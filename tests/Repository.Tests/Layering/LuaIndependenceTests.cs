namespace Repository.Tests.Layering;

public sealed class LuaIndependenceTests
{
    [Fact]
    public void Lua_knows_nothing_of_redis() => Violation.None(LuaIndependence.Check(SourceTree.Repository));

    [Theory]
    [InlineData("class RedisLibrary;")]
    [InlineData("class C { string Name = \"redis.call\"; }")]
    [InlineData("class C { string Name = $\"{1} redis\"; }")]
    public void A_name_or_a_text_of_redis_is_reported(string source) =>
        Violation.One(Check(source), "src/Engine.Lua/C.cs", 1);

    [Fact]
    public void A_comment_may_say_why() =>
        Violation.None(Check("// Exact, because scripts written for Redis rely on it.\nclass C;"));

    private static IEnumerable<Violation> Check(string source) =>
        LuaIndependence.Check(SourceTree.Planted(("src/Engine.Lua/C.cs", source)));
}
