using System.Diagnostics;
using System.Globalization;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Servers;

public sealed class OrphanTests
{
    private const string ReportVariable = "PATTERNS_TEST_ORPHAN_REPORT";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The test runs itself once more, as the test host that it then kills.</summary>
    [Fact]
    public async Task Killed_test_host_leaves_neither_process_nor_folder()
    {
        if (Environment.GetEnvironmentVariable(ReportVariable) is { } reportOfVictim)
        {
            await StartServerAndWaitToBeKilledAsync(reportOfVictim);
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "The state of a process that is not a child is read from /proc.");
        _ = RedisInstallation.ServerPath;
        string report = Path.GetTempFileName();
        using Process host = TestHost.Start(
            new Dictionary<string, string> { [ReportVariable] = report },
            "--filter-method", $"*.{nameof(Killed_test_host_leaves_neither_process_nor_folder)}");
        string[] started = [];
        await Poll.UntilAsync(
            async token => (started = await File.ReadAllLinesAsync(report, token)).Length == 2,
            "the test host has started a server",
            Cancellation);
        int processId = int.Parse(started[0], CultureInfo.InvariantCulture);
        Assert.True(IsAlive(processId));

        host.Kill();

        await Poll.UntilAsync(
            _ => Task.FromResult(!IsAlive(processId) && !Directory.Exists(started[1])),
            "the server is gone with its folder",
            Cancellation);
        File.Delete(report);
    }

    /// <summary>The server is paused, which makes it the hardest to end.</summary>
    private static async Task StartServerAndWaitToBeKilledAsync(string report)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await server.PauseAsync(Cancellation);
        await File.WriteAllTextAsync(report, $"{server.ProcessId}\n{server.Folder}\n", Cancellation);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Cancellation);
    }

    /// <summary>A dead process stays in the table, as a zombie, until its new parent takes notice of its end.</summary>
    private static bool IsAlive(int processId)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/stat");
            return status[status.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
