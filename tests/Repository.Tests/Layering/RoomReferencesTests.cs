namespace Repository.Tests.Layering;

public sealed class RoomReferencesTests
{
    private const string Session =
        """
        namespace Engine.Server.Sessions;
        internal sealed class Session { public const int Limit = 3; public int Id; }
        """;

    [Fact]
    public void Rooms_of_the_engine_use_only_the_rooms_below_them() =>
        Violation.None(RoomReferences.Check(SourceTree.Repository));

    [Fact]
    public void A_room_may_use_the_rooms_below_it() =>
        Violation.None(Check("Commands", "namespace Engine.Server.Commands; class C { Sessions.Session? S; }"));

    [Theory]
    [InlineData("using Engine.Server.Sessions;")]
    [InlineData("using Limits = Engine.Server.Sessions.Session;")]
    [InlineData("class C { Engine.Server.Sessions.Session? S; }")]
    [InlineData("namespace Engine.Server.Memory { class C { Sessions.Session? S; } }")]
    [InlineData("class C { int Limit = global::Engine.Server.Sessions.Session.Limit; }")]
    [InlineData("class C { void M(object o) { if (o is Engine.Server.Sessions.Session) { } } }")]
    public void A_room_that_reaches_upward_is_reported(string source) =>
        Violation.One(Check("Memory", source), "src/Engine.Server/Memory/C.cs", 1);

    [Fact]
    public void A_type_that_is_never_named_counts()
    {
        SourceTree tree = SourceTree.Planted(
            ("src/Engine.Server/Sessions/Session.cs", Session),
            ("src/Engine.Server/EngineOptions.cs",
                "namespace Engine.Server;\nclass EngineOptions { public Sessions.Session Session = new(); }"),
            ("src/Engine.Server/Memory/C.cs",
                "class C\n{\n    int M(Engine.Server.EngineOptions o) => o.Session.Id;\n}"));

        Violation.One(RoomReferences.Check(tree), "src/Engine.Server/Memory/C.cs", 3);
    }

    [Fact]
    public void The_keyspace_knows_nothing_of_sessions() =>
        Violation.One(
            Check("Keyspace", "using Engine.Server.Sessions;"), "src/Engine.Server/Keyspace/C.cs", 1);

    [Fact]
    public void No_room_uses_the_composition_root()
    {
        SourceTree tree = SourceTree.Planted(
            ("src/Engine.Server/EngineServer.cs", "namespace Engine.Server;\npublic class EngineServer;"),
            ("src/Engine.Server/EngineOptions.cs", "namespace Engine.Server;\npublic class EngineOptions;"),
            ("src/Engine.Server/Network/C.cs",
                "class C\n{\n    Engine.Server.EngineOptions? O;\n    Engine.Server.EngineServer? S;\n}"));

        Violation.One(RoomReferences.Check(tree), "src/Engine.Server/Network/C.cs", 4);
    }

    [Fact]
    public void No_two_rooms_need_each_other()
    {
        var circular =
            from one in Rooms.All
            from other in Rooms.All
            where one != other && Rooms.MayUse(one, other) && Rooms.MayUse(other, one)
            select $"{one} and {other}";

        Assert.Empty(circular);
    }

    [Fact]
    public void An_unknown_room_is_reported() =>
        Violation.One(Check("Attic", "class C;"), "src/Engine.Server/Attic/C.cs", 1);

    [Fact]
    public void A_name_that_cannot_be_resolved_is_reported() =>
        Violation.One(Check("Memory", "class C { Nowhere? N; }"), "src/Engine.Server/Memory/C.cs", 1);

    private static IEnumerable<Violation> Check(string room, string source) =>
        RoomReferences.Check(SourceTree.Planted(
            ("src/Engine.Server/Sessions/Session.cs", Session), ($"src/Engine.Server/{room}/C.cs", source)));
}
