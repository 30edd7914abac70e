using System.Globalization;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>
/// Whatever fails, and whenever the machine dies: the log loads, what it has is the history up to some moment, and with
/// appendfsync always that moment is not before the last acknowledgement.
/// </summary>
public sealed class LogFaultTests
{
    private const int Writes = 12;

    private static readonly string s_folder = Path.GetTempPath();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AppendSync.Always, true)]
    [InlineData(AppendSync.Always, false)]
    [InlineData(AppendSync.EverySecond, true)]
    [InlineData(AppendSync.No, false)]
    public async Task A_crash_at_each_step_leaves_a_log_that_loads(AppendSync policy, bool hasSnapshot)
    {
        int steps = await CountStepsAsync(policy, hasSnapshot);
        for (int step = 1; step <= steps; step++)
        {
            var files = new DyingFiles { DiesAt = step };
            int acknowledged = await WriteAsync(files, policy, hasSnapshot);
            foreach (bool isKind in (bool[])[true, false])
            {
                int kept = await CountKeptAsync(files.AfterCrash(isKind));
                bool isEnough = policy != AppendSync.Always || kept >= acknowledged;
                Assert.True(isEnough, $"step {step}: {acknowledged} were acknowledged, {kept} were kept");
            }
        }
    }

    [Theory]
    [InlineData(AppendSync.Always)]
    [InlineData(AppendSync.EverySecond)]
    public async Task After_each_failing_step_nothing_is_lost_that_was_acknowledged(AppendSync policy)
    {
        int steps = await CountStepsAsync(policy, hasSnapshot: true);
        for (int step = 1; step <= steps; step++)
        {
            var files = new DyingFiles { FailsAt = step };
            int acknowledged = await WriteAsync(files, policy, hasSnapshot: true);
            int kept = await CountKeptAsync(files.AfterCrash(isKind: true));
            Assert.True(kept >= acknowledged, $"step {step}: {acknowledged} were acknowledged, {kept} were kept");
        }
    }

    [Fact]
    public async Task Writes_are_refused_while_the_log_cannot_be_written()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files, AppendSync.No);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("SET", "a", "1");
        files.IsFull = true;
        await client.CallAsync("SET", "b", "2");
        RespValue refused = await client.CallAsync("SET", "c", "3");
        Assert.StartsWith("MISCONF Errors writing to the AOF file: ", refused.Text, StringComparison.Ordinal);
        Assert.Contains("aof_last_write_status:err", (await client.CallAsync("INFO", "persistence")).Text);
        files.IsFull = false;
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("SET", "d", "4")).Text == "OK", "the disk is tried again", Cancellation);
        await using EngineServer second = await StartAsync(files.AfterCrash(isKind: true), AppendSync.No);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("2", (await reader.CallAsync("GET", "b")).Text);
        Assert.Equal("4", (await reader.CallAsync("GET", "d")).Text);
        Assert.Equal("0", (await reader.CallAsync("EXISTS", "c")).Text);
    }

    [Fact]
    public async Task With_always_an_engine_that_cannot_make_a_write_safe_ends_without_acknowledging_it()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files, AppendSync.Always);
        await using RespClient client = new(engine.Connect());
        Assert.Equal("OK", (await client.CallAsync("SET", "a", "1")).Text);
        files.IsFull = true;
        await Assert.ThrowsAnyAsync<IOException>(() => client.CallAsync("SET", "b", "2"));
        await Assert.ThrowsAsync<IOException>(() => engine.Completion);
    }

    /// <summary>Appends numbers to a list, with rewrites on the way. Returns how many were acknowledged.</summary>
    private static async Task<int> WriteAsync(DyingFiles files, AppendSync policy, bool hasSnapshot)
    {
        int acknowledged = 0;
        try
        {
            await using EngineServer engine = await StartAsync(files, policy);
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("CONFIG", "SET", "aof-use-rdb-preamble", hasSnapshot ? "yes" : "no");
            while (acknowledged < Writes)
            {
                string number = acknowledged.ToString(CultureInfo.InvariantCulture);
                if ((await client.CallAsync("RPUSH", "list", number)).IsError)
                    break;
                acknowledged++;
                if (acknowledged % 5 != 0)
                    continue;
                await client.CallAsync("BGREWRITEAOF");
                await Saving.UntilDoneAsync(client, Cancellation);
            }
        }
        catch (Exception failure) when (failure is IOException or EndOfStreamException)
        {
            // The engine could not start, or ended because it could not keep its promise.
        }

        return acknowledged;
    }

    private static async Task<int> CountStepsAsync(AppendSync policy, bool hasSnapshot)
    {
        var files = new DyingFiles();
        Assert.Equal(Writes, await WriteAsync(files, policy, hasSnapshot));
        Assert.InRange(files.Operations, 30, 300);
        return files.Operations;
    }

    /// <summary>How many numbers the log has: the first ones, each once.</summary>
    private static async Task<int> CountKeptAsync(DyingFiles files)
    {
        await using EngineServer engine = await StartAsync(files, AppendSync.No);
        await using RespClient client = new(engine.Connect());
        RespValue list = await client.CallAsync("LRANGE", "list", "0", "-1");
        string[] numbers = [.. list.Items.Select(item => item.Text)];
        string[] first =
            [.. Enumerable.Range(0, numbers.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        Assert.Equal(first, numbers);
        return numbers.Length;
    }

    private static Task<EngineServer> StartAsync(DyingFiles files, AppendSync policy) => EngineServer.StartAsync(
        new EngineOptions
        {
            WorkingDirectory = s_folder, Files = files, AppendOnly = true, AppendSync = policy, Port = -1,
        });
}
