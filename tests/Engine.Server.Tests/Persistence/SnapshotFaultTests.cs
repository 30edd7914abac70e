using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>Whatever fails while a snapshot is saved, the one before it stays, and nobody is told otherwise.</summary>
public sealed class SnapshotFaultTests
{
    private static readonly string s_folder = Path.GetTempPath();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SAVE")]
    [InlineData("BGSAVE")]
    public async Task Each_failing_step_leaves_the_old_snapshot_and_is_reported(string command)
    {
        int steps = await CountStepsAsync(command);
        Assert.InRange(steps, 5, 100);
        for (int step = 1; step <= steps; step++)
        {
            DyingFiles files = await SavedAsync("old");
            files.FailsAt = files.Operations + step;
            await using EngineServer engine = await StartAsync(files);
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("SET", "k", "new");
            RespValue reply = await client.CallAsync(command);
            await Saving.UntilDoneAsync(client, Cancellation);
            string info = (await client.CallAsync("INFO", "persistence")).Text;
            bool isReported = info.Contains("rdb_last_bgsave_status:err") && !info.Contains("rdb_last_save_time:0");
            Assert.True(isReported, $"step {step}: {reply}\n{info}");

            // The name may have been given already when only the directory could not be synchronized.
            string kind = await LoadedAsync(files.AfterCrash(isKind: true));
            Assert.True(kind == "old" || (kind == "new" && step == steps), $"step {step}: {kind}");
            Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);
            Assert.Equal("new", await LoadedAsync(files.AfterCrash(isKind: false)));
        }
    }

    [Theory]
    [InlineData("SAVE")]
    [InlineData("BGSAVE")]
    public async Task A_crash_at_each_step_leaves_the_old_snapshot_or_the_new_one(string command)
    {
        int steps = await CountStepsAsync(command);
        for (int step = 1; step <= steps; step++)
        {
            DyingFiles files = await SavedAsync("old");
            files.DiesAt = files.Operations + step;
            await using EngineServer engine = await StartAsync(files);
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("SET", "k", "new");
            await client.CallAsync(command);
            await Saving.UntilDoneAsync(client, Cancellation);
            string kind = await LoadedAsync(files.AfterCrash(isKind: true));
            Assert.True(kind is "old" or "new", $"step {step}: {kind}");
            Assert.Equal("old", await LoadedAsync(files.AfterCrash(isKind: false)));
        }
    }

    [Fact]
    public async Task Writes_are_refused_after_a_snapshot_that_failed_until_one_succeeds()
    {
        var files = new DyingFiles { IsFull = true };
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("CONFIG", "SET", "save", "3600 1");
        await client.CallAsync("SET", "k", "v");
        Assert.True((await client.CallAsync("BGSAVE")).IsError);
        RespValue refused = await client.CallAsync("SET", "k", "w");
        Assert.StartsWith("MISCONF Redis is configured to save RDB snapshots", refused.Text, StringComparison.Ordinal);
        Assert.StartsWith("MISCONF", (await client.CallAsync("PING")).Text, StringComparison.Ordinal);
        RespValue script = await client.CallAsync("EVAL", "return redis.call('SET', KEYS[1], 'w')", "1", "k");
        Assert.StartsWith("MISCONF", script.Text, StringComparison.Ordinal);
        Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
        await client.CallAsync("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "w")).Text);
        await client.CallAsync("CONFIG", "SET", "stop-writes-on-bgsave-error", "yes");
        files.IsFull = false;
        Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "x")).Text);
    }

    [Fact]
    public async Task An_engine_that_cannot_save_does_not_shut_down()
    {
        var files = new DyingFiles { IsFull = true };
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("SET", "k", "v");
        Assert.Equal("ERR Errors trying to SHUTDOWN. Check logs.", (await client.CallAsync("SHUTDOWN", "SAVE")).Text);
        Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
        files.IsFull = false;
        await client.SendAsync("SHUTDOWN", "SAVE");
        await engine.Completion;
        Assert.Equal("v", await LoadedAsync(files.AfterCrash(isKind: false)));
    }

    [Fact]
    public async Task A_save_point_takes_a_snapshot()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("SET", "k", "v");
        await client.CallAsync("CONFIG", "SET", "save", "1 1");
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("INFO", "persistence")).Text.Contains("rdb_changes_since_last_save:0"),
            "the save point is reached",
            Cancellation);
        Assert.Equal("v", await LoadedAsync(files.AfterCrash(isKind: false)));
    }

    [Fact]
    public async Task An_engine_without_a_directory_says_so()
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        foreach (string command in (string[])["SAVE", "BGSAVE"])
        {
            string reply = (await client.CallAsync(command)).Text;
            Assert.StartsWith("ERR This engine keeps no files", reply, StringComparison.Ordinal);
        }
    }

    private static async Task<int> CountStepsAsync(string command)
    {
        DyingFiles files = await SavedAsync("old");
        int before = files.Operations;
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync(command);
        await Saving.UntilDoneAsync(client, Cancellation);
        return files.Operations - before;
    }

    private static async Task<DyingFiles> SavedAsync(string value)
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("SET", "k", value);
        Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);
        return files;
    }

    private static async Task<string> LoadedAsync(DyingFiles files)
    {
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        return (await client.CallAsync("GET", "k")).Text;
    }

    private static Task<EngineServer> StartAsync(DyingFiles files) => EngineServer.StartAsync(
        new EngineOptions { WorkingDirectory = s_folder, Files = files, EnableDebugCommand = "yes" });
}
