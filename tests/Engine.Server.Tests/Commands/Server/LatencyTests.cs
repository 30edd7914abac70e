using Engine.Server.Commands;
using Engine.Server.Commands.Server.Latency;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class LatencyTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly long[] s_powers =
        [1, 2, 4, 8, 16, 33, 66, 132, 264, 528, 1056, 2113, 4227, 8454, 16908, 33816, 67633, 135266, 270532, 541065];

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Without_samples_the_answers_are_those_of_redis() => CompareAsync("""
        LATENCY LATEST
        LATENCY HISTORY command
        LATENCY GRAPH nope
        LATENCY RESET
        LATENCY RESET command nope
        LATENCY HISTOGRAM nosuch nope
        LATENCY HELP
        LATENCY nope
        LATENCY HISTORY
        LATENCY GRAPH
        LATENCY LATEST x
        LATENCY
        CONFIG GET latency-monitor-threshold
        CONFIG SET latency-monitor-threshold -1
        CONFIG SET latency-monitor-threshold 100
        CONFIG GET latency-monitor-threshold
        CONFIG SET latency-monitor-threshold 0
        """);

    [Fact]
    public async Task Commands_that_take_long_are_kept_as_redis_keeps_them()
    {
        foreach (RespTarget target in (RespTarget[])[Reference.Target, EngineTarget])
        {
            await using RespClient client = await target.ConnectAsync(Cancellation);
            await client.CallAsync("LATENCY", "RESET");
            await client.CallAsync("CONFIG", "SET", "latency-monitor-threshold", "20");
            await client.CallAsync("DEBUG", "SLEEP", "0.03");
            RespValue latest = await client.CallAsync("LATENCY", "LATEST");
            RespValue sample = Assert.Single(latest.Items, item => item[0].Text == "command");
            Assert.InRange(sample[2].Number, 20, 30_000);
            Assert.InRange(sample[3].Number, sample[2].Number, 30_000);
            RespValue history = await client.CallAsync("LATENCY", "HISTORY", "command");
            Assert.Equal(sample[1].Number, history[history.Items.Count - 1][0].Number);
            Assert.StartsWith("command - high ", (await client.CallAsync("LATENCY", "GRAPH", "command")).Text);
            Assert.Contains("command: ", (await client.CallAsync("LATENCY", "DOCTOR")).Text);
            Assert.Equal(1, (await client.CallAsync("LATENCY", "RESET", "command", "nope")).Number);
            Assert.Empty((await client.CallAsync("LATENCY", "HISTORY", "command")).Items);
            await client.CallAsync("CONFIG", "SET", "latency-monitor-threshold", "0");
        }
    }

    [Fact]
    public async Task Histograms_count_the_calls_of_commands()
    {
        foreach (RespTarget target in (RespTarget[])[Reference.Target, EngineTarget])
        {
            await using RespClient client = await target.ConnectAsync(Cancellation);
            await client.CallAsync("CONFIG", "RESETSTAT");
            for (int i = 0; i < 5; i++)
                await client.CallAsync("SET", "k", "v");
            await client.CallAsync("CLIENT", "ID");
            RespValue histograms = await client.CallAsync("LATENCY", "HISTOGRAM", "set", "client", "get", "nope");
            IEnumerable<RespValue> names = histograms.Items.Where((_, index) => index % 2 == 0);
            Assert.Equal(["set", "client|id"], names.Select(name => name.Text));
            RespValue set = histograms[1];
            Assert.Equal("calls", set[0].Text);
            Assert.Equal(5, set[1].Number);
            Assert.Equal("histogram_usec", set[2].Text);
            long[] steps = [.. set[3].Items.Select(number => number.Number)];
            Assert.Equal(5, steps[^1]);
            Assert.All(steps.Where((_, index) => index % 2 == 0), step => Assert.Contains(step, s_powers));
        }
    }

    /// <summary>The graph that redis-server 7.0.15 drew of these samples.</summary>
    [Fact]
    public void Graphs_are_drawn_as_redis_draws_them()
    {
        var series = new LatencySeries();
        series.Add(1000, 19);
        series.Add(1001, 100);
        series.Add(1001, 102);
        series.Add(1001, 3);
        series.Add(1002, 5);
        Assert.Equal(
            "command - high 102 ms, low 5 ms (all time high 102 ms)\n" + new string('-', 80)
            + "\n # \n | \n | \no|_\n   \n210\nsss\n",
            LatencyGraph.Draw("command", series, now: 1002));
    }

    [Fact]
    public void Only_the_latest_samples_are_kept_and_the_worst_of_all()
    {
        var series = new LatencySeries();
        for (int second = 1; second <= 1000; second++)
            series.Add(second, second == 5 ? 99 : 7);
        Assert.Equal(160, series.Samples.Count);
        Assert.Equal(new LatencySample(841, 7), series.Samples[0]);
        Assert.Equal(new LatencySample(1000, 7), series.Latest);
        Assert.Equal(99, series.Worst);
    }
}
