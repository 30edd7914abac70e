namespace Repository.Tests.Style;

public sealed class BannedCallsTests
{
    // Path of a file, and why it cannot do without.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["src/Patterns.RateLimiting/Local/Deadline.cs"] =
            "the system's coarse clock is five times as fast as its exact one, and is never asked instead of another",
    };

    [Fact]
    public void Packages_take_time_and_chance_from_outside() =>
        Violation.None(BannedCalls.Check(SourceTree.Repository, Allowed));

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
        Violation.One(Check("src/N/A.cs", "\n" + statement), "src/N/A.cs", 2);
        Violation.None(Check("tests/N/A.cs", statement));
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
        Violation.None(Check("src/N/A.cs", statement));

    [Fact]
    public void An_exception_counts_for_its_file_and_only_while_it_is_needed()
    {
        var allowed = new Dictionary<string, string> { ["src/N/A.cs"] = "it measures the processor" };

        Violation.None(Check("src/N/A.cs", "var t = Stopwatch.StartNew();", allowed));
        Violation.One(Check("src/N/A.cs", "var t = 1;", allowed), "src/N/A.cs", 1);
    }

    private static IEnumerable<Violation> Check(
        string path, string text, Dictionary<string, string>? allowed = null) =>
        BannedCalls.Check(SourceTree.Planted((path, text)), allowed ?? []);
}
