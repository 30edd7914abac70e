using System.Net;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Cli.Tests;

/// <summary>
/// A process that is killed at any moment leaves files that load, and what loads is what redis-server has after the
/// first of the same steps. Every step that was acknowledged is among them: with appendfsync always and no, since a
/// killed process loses nothing that it has written, and with everysec but for what may wait two seconds.
/// </summary>
public sealed class KillTests
{
    /// <summary>
    /// Two seconds, and one for an engine that takes the time of a turn before the turn's request arrives.
    /// </summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, Trait("Category", "Soak")]
    [InlineData("always")]
    [InlineData("everysec")]
    [InlineData("no")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(string policy)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        await using RedisServerProcess redis =
            await RedisServerProcess.StartAsync(["enable-debug-command yes"], Cancellation);
        await using RespClient reference = await redis.ConnectAsync(Cancellation);
        var random = new Random(policy.Length);
        int needed = 0;
        int applied = 0;
        int rounds = Soak.Iterations(usual: 2, soak: 200);
        for (int round = 0; round <= rounds; round++)
        {
            await using EngineProcess engine = await EngineProcess.StartAsync(
                "--dir", folder.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", policy,
                "--auto-aof-rewrite-min-size", "20kb", "--auto-aof-rewrite-percentage", "50",
                "--enable-debug-command", "yes");
            await using RespClient client = await RespClient.ConnectAsync(
                new IPEndPoint(IPAddress.Loopback, engine.Port), Cancellation);
            int kept = await KillSteps.CountAsync(client);
            Assert.True(kept >= needed, $"round {round}: {needed} steps had to be kept, {kept} were");
            await KillSteps.RunAsync(reference, Enumerable.Range(applied, kept - applied), Cancellation);
            applied = kept;
            string expected = await KillSteps.DigestAsync(reference, Cancellation);
            Assert.Equal(expected, await KillSteps.DigestAsync(client, Cancellation));
            if (round == rounds)
                break;

            // Only in a round that is longer than a write may wait can one turn out to have waited longer.
            bool isLong = policy == "everysec" && round % 20 == 0;
            TimeSpan atLeast = isLong ? s_longestWait + TimeSpan.FromSeconds(1) : TimeSpan.Zero;
            var load = new KilledLoad(client, engine, kept) { KillsAt = kept + random.Next(50, 1500) };
            await load.RunAsync(atLeast, Cancellation);
            needed = policy == "everysec" ? load.WrittenAtLeast(s_longestWait) : load.Acknowledged;
        }

        folder.Delete(recursive: true);
    }
}
