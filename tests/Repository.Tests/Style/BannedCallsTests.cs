namespace Repository.Tests.Style;

public sealed class BannedCallsTests
{
    [Fact]
    public void Packages_take_time_from_a_time_provider() => Violation.None(BannedCalls.Check(SourceTree.Repository));

    [Fact]
    public void Every_exception_is_still_needed() => Violation.None(BannedCalls.CheckAllowed(SourceTree.Repository));

    [Theory]
    [InlineData("var t = new PeriodicTimer(period);")]
    [InlineData("PeriodicTimer t = new(period);")]
    [InlineData("var t = new Timer(Tick);")]
    [InlineData("var t = new System.Threading.Timer(Tick, null, 1, 1);")]
    [InlineData("var t = Environment.TickCount64;")]
    [InlineData("var t = Stopwatch.StartNew();")]
    [InlineData("var t = new Stopwatch();")]
    [InlineData("var t = new CancellationTokenSource(delay);")]
    [InlineData("source.CancelAfter(delay);")]
    [InlineData("var t = DateTime.Today;")]
    [InlineData("var t = Random.Shared.Next();")]
    public void Time_and_chance_that_no_test_can_set_are_reported(string statement)
    {
        Violation.One(BannedCalls.Check(SourceTree.Planted(("src/N/A.cs", "\n" + statement))), "src/N/A.cs", 2);
        Violation.None(BannedCalls.Check(SourceTree.Planted(("tests/N/A.cs", statement))));
    }

    [Theory]
    [InlineData("var t = new PeriodicTimer(period, time);")]
    [InlineData("var t = new CancellationTokenSource(delay, time);")]
    [InlineData("var t = new CancellationTokenSource();")]
    [InlineData("class O { public Random Random { get; set; } = Random.Shared; }")]
    [InlineData("random ??= Random.Shared;")]
    [InlineData("var r = random ?? Random.Shared;")]
    [InlineData("var t = time.CreateTimer(Tick, null, due, period);")]
    public void Time_and_chance_that_a_test_can_set_are_fine(string statement) =>
        Violation.None(BannedCalls.Check(SourceTree.Planted(("src/N/A.cs", statement))));
}
