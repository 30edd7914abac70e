namespace Repository.Tests.Scripts;

public sealed class CloseTestRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_good_run_ends_with_the_closing_line()
    {
        Command closed = await Close(Summary(passed: 12, failed: 0, skipped: 0), floor: 12, status: 0);

        Assert.Equal(0, closed.ExitCode);
        Assert.Equal(["12 passed, 0 failed, 0 skipped"], closed.Lines);
    }

    [Fact]
    public async Task A_run_below_the_floor_fails_and_still_closes()
    {
        Command closed = await Close(Summary(passed: 11, failed: 0, skipped: 0), floor: 12, status: 0);

        Assert.NotEqual(0, closed.ExitCode);
        Assert.Contains("floor", closed.Lines[0], StringComparison.Ordinal);
        Assert.Equal("11 passed, 0 failed, 0 skipped", closed.Lines[^1]);
    }

    [Fact]
    public async Task Skipped_tests_do_not_reach_the_floor_where_a_redis_server_is_installed()
    {
        string path = Environment.GetEnvironmentVariable("PATH")!;
        _folder.Write("bin/redis-server", "#!/bin/sh\n");
        await Command.Run(_folder.Path, "chmod", ["+x", "bin/redis-server"]);

        Command closed = await Close(
            Summary(passed: 2, failed: 0, skipped: 10), floor: 12, status: 0, $"{_folder.Path}/bin:{path}");

        Assert.NotEqual(0, closed.ExitCode);
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

    private Task<Command> Close(string log, int floor, int status, string? path = null) =>
        Command.Run(
            SourceTree.RepositoryRoot,
            "bash",
            ["eng/close-test-run.sh", _folder.Write("test.log", log), $"{floor}", $"{status}"],
            ("PATH", path ?? Environment.GetEnvironmentVariable("PATH")));
}
