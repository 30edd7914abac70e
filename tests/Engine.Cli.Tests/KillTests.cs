using System.Globalization;
using System.Net;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Cli.Tests;

/// <summary>
/// A process that is killed at any moment leaves files that load. What it acknowledged is in them: with appendfsync
/// always and no, since a killed process loses nothing that it has written, and with everysec but for what waited two
/// seconds.
/// </summary>
public sealed class KillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, Trait("Category", "Soak")]
    [InlineData("always")]
    [InlineData("everysec")]
    [InlineData("no")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(string policy)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        var random = new Random(policy.Length);
        int acknowledged = 0;
        int rounds = Soak.Iterations(usual: 2, soak: 200);
        for (int round = 0; round <= rounds; round++)
        {
            await using EngineProcess engine = await EngineProcess.StartAsync(
                "--dir", folder.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", policy,
                "--auto-aof-rewrite-min-size", "20kb", "--auto-aof-rewrite-percentage", "50");
            await using RespClient client = await RespClient.ConnectAsync(
                new IPEndPoint(IPAddress.Loopback, engine.Port), Cancellation);
            int kept = await CountAsync(client);
            int bound = policy == "everysec" && acknowledged > 0 ? LeastKept(acknowledged) : acknowledged;
            Assert.True(kept >= bound, $"round {round}: {acknowledged} were acknowledged, {kept} were kept");
            if (round < rounds)
                acknowledged = await WriteUntilKilledAsync(client, engine, kept, random.Next(50, 1500));
        }

        folder.Delete(recursive: true);
    }

    /// <summary>What waits for a slow synchronization is at most what two seconds brought: here, all of a
    /// round.</summary>
    private static int LeastKept(int acknowledged) => Math.Max(0, acknowledged - 1500);

    /// <summary>The numbers in the list must be the first ones, each once. Returns how many there are.</summary>
    private static async Task<int> CountAsync(RespClient client)
    {
        RespValue list = await client.CallAsync("LRANGE", "list", "0", "-1");
        for (int i = 0; i < list.Items.Count; i++)
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), list.Items[i].Text);
        return list.Items.Count;
    }

    /// <summary>Appends one number after the other and kills the process on the way.</summary>
    private static async Task<int> WriteUntilKilledAsync(RespClient client, EngineProcess engine, int next, int writes)
    {
        int killAt = next + writes;
        try
        {
            while (true)
            {
                await client.SendAsync("RPUSH", "list", next.ToString(CultureInfo.InvariantCulture));
                if (next == killAt)
                    engine.Kill();
                RespValue reply = await client.ReadAsync(Cancellation);
                Assert.False(reply.IsError, reply.ToString());
                next++;
            }
        }
        catch (Exception gone) when (gone is IOException or EndOfStreamException)
        {
            await engine.WaitForExitAsync();
            return next;
        }
    }
}
