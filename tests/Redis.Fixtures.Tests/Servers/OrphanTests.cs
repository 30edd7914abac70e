using System.Diagnostics;
using System.Globalization;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Servers;

public sealed class OrphanTests
{
    private const string ReportVariable = "PATTERNS_TEST_ORPHAN_REPORT";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Host_that_starts_a_server_and_waits_to_be_killed()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await server.PauseAsync(Cancellation);
    }
}
