namespace Repository.Tests.Docs;

public sealed class ScopeTests
{
    private const string Head =
        "| Feature | Package | Type | Page | Test | State |\n| --- | --- | --- | --- | --- | --- |\n";

    private const string Milestones = "\n## Milestones\n\n| Milestone | Brings |\n| --- | --- |\n| Locking | locks |\n";

    private const string Done = "| Locks | Patterns.Locking | `Lock` | [lock](lock.md) | `LockTests.Holds` | done |";

    [Fact]
    public void What_is_done_exists_and_the_rest_has_its_milestone() =>
        Violation.None(Scope.Check(SourceTree.Repository));

    [Theory]
    [InlineData(Done)]
    [InlineData("| Locks | Patterns.Locking | – | – | – | planned: Locking |")]
    [InlineData("| Locks | Patterns.Locking | `Lock`, `LockOptions` | [lock](lock.md#how) | `LockTests` | done |")]
    public void A_feature_that_is_done_or_planned_is_fine(string row) => Violation.None(Check(row));

    [Theory]
    [InlineData("`Lock`", "`Lack`")]
    [InlineData("`Lock`", "`Lock`, `Semaphore`")]
    [InlineData("`Lock`", "–")]
    [InlineData("Patterns.Locking", "Patterns.Caching")]
    [InlineData("[lock](lock.md)", "[lock](missing.md)")]
    [InlineData("[lock](lock.md)", "–")]
    [InlineData("`LockTests.Holds`", "`LockTests.Breaks`")]
    [InlineData("`LockTests.Holds`", "`LackTests`")]
    [InlineData("`LockTests.Holds`", "–")]
    [InlineData("done", "planned")]
    [InlineData("done", "planned: Sometime")]
    [InlineData("done", "planned: Milestone")]
    [InlineData(" | done", "")]
    [InlineData("done", "almost")]
    public void A_promise_without_its_proof_is_reported(string was, string changed)
    {
        string row = Done.Replace(was, changed, StringComparison.Ordinal);

        Assert.Contains(Check(row), found => (found.Path, found.Line) == (Scope.Page, 3));
    }

    [Fact]
    public void A_feature_listed_twice_is_reported() => Violation.One(Check(Done + "\n" + Done), Scope.Page, 4);

    [Fact]
    public void A_package_without_a_feature_is_reported() =>
        Violation.One(Check("| Locks | Patterns.Lucking | – | – | – | planned: Locking |"), Scope.Page, 1);

    private static IEnumerable<Violation> Check(string rows) =>
        Scope.Check(SourceTree.Planted(
            (Scope.Page, $"{Head}{rows}\n{Milestones}"),
            ("docs/lock.md", "# Lock"),
            ("src/Patterns.Locking/Patterns.Locking.csproj", "<Project />"),
            ("src/Patterns.Locking/Lock.cs", "public class Lock;\npublic class LockOptions;"),
            ("tests/Patterns.Locking.Tests/LockTests.cs", "public class LockTests { public void Holds() { } }")));
}
