namespace Repository.Tests.Scripts;

public sealed class CloseTestRunTests : IDisposable
{
    private const string Script = "eng/close-test-run.sh";

    private readonly ScriptFolder _folder = new(Script);

    public CloseTestRunTests() => _folder.Link("bash", "sed", "tail");

    [Fact]
    public async Task A_good_run_ends_with_the_closing_line()
    {
        Command closed = await Close(Summary(passed: 12, failed: 0, skipped: 0), floor: 12, status: 0);

        Assert.Equal(["12 passed, 0 failed, 0 skipped"], closed.Succeeded().Lines);
    }

    [Fact]
    public async Task A_run_below_the_floor_fails_and_still_closes()
    {
        Command closed = await Close(Summary(passed: 11, failed: 0, skipped: 0), floor: 12, status: 0);

        Assert.NotEqual(0, closed.ExitCode);
        Assert.Contains("floor", closed.Lines[0], StringComparison.Ordinal);
        Assert.Equal("11 passed, 0 failed, 0 skipped", closed.Lines[^1]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Skipped_tests_count_only_where_there_is_no_redis_server(bool hasServer, bool succeeds)
    {
        if (hasServer)
        {
            _folder.Program("redis-server", "");
        }

        Command closed = await Close(Summary(passed: 2, failed: 0, skipped: 10), floor: 12, status: 0);

        Assert.Equal(succeeds, closed.ExitCode == 0);
        Assert.Equal("2 passed, 0 failed, 10 skipped", closed.Lines[^1]);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 0)]
    [InlineData(0, 8)]
    public async Task A_failed_test_or_a_failed_run_fails(int failed, int status)
    {
        Command closed = await Close(Summary(passed: 12, failed, skipped: 0), floor: 1, status);

        Assert.NotEqual(0, closed.ExitCode);
        Assert.Equal($"12 passed, {failed} failed, 0 skipped", closed.Lines[^1]);
    }

    [Fact]
    public async Task A_run_that_broke_off_has_no_closing_line()
    {
        Command closed = await Close("error: the runner died", floor: 1, status: 0);

        Assert.NotEqual(0, closed.ExitCode);
        Assert.Empty(closed.Lines);
        Assert.Contains("without a summary", closed.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Summary(int passed, int failed, int skipped) =>
        $"""
        Test run summary: a verdict
          total: {passed + failed + skipped}
          failed: {failed}
          succeeded: {passed}
          skipped: {skipped}
          duration: 7s

        """;

    private Task<Command> Close(string log, int floor, int status) =>
        _folder.Run(Script, [_folder.Write("test.log", log), $"{floor}", $"{status}"], alone: true);
}
