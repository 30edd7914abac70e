using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>Databases are emptied while a snapshot is taken, and neither it nor a rewrite begins anew.</summary>
public sealed class SnapshotFlushTests
{
    /// <summary>So many that reading them takes many turns.</summary>
    private const int Keys = 50_000;

    private static readonly string s_folder = Path.GetTempPath();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("FLUSHDB", "0")]
    [InlineData("FLUSHDB ASYNC", "0")]
    [InlineData("FLUSHDB", "1")]
    public async Task A_snapshot_has_the_keys_of_a_database_that_is_emptied_meanwhile(string command, string database)
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await RunAsync(
            client, $"DEBUG POPULATE {Keys}", $"SELECT {database}", "SET other v", "BGSAVE", command, command);
        await RunAsync(client, "SET late v");
        await Saving.UntilDoneAsync(client, Cancellation);
        Assert.Contains("rdb_saves:1\r\n", (await client.CallAsync("INFO", "persistence")).Text);

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        string expected = (database == "0" ? Keys + 1 : Keys).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(expected, (await reader.CallAsync("DBSIZE")).Text);
        await RunAsync(reader, $"SELECT {database}");
        Assert.Equal("1", (await reader.CallAsync("EXISTS", "other", "late")).Text);
    }

    [Fact]
    public async Task A_snapshot_is_given_up_when_everything_is_deleted()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await RunAsync(client, $"DEBUG POPULATE {Keys}", "BGSAVE", "FLUSHALL");
        await Saving.UntilDoneAsync(client, Cancellation);
        string info = (await client.CallAsync("INFO", "persistence")).Text;
        Assert.Contains("rdb_saves:0\r\n", info);
        Assert.Contains("rdb_last_bgsave_status:ok\r\n", info);
        Assert.Empty(files.List(s_folder.TrimEnd(Path.DirectorySeparatorChar)));
    }

    [Theory]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL")]
    public async Task A_rewrite_goes_on_when_databases_are_emptied(string command)
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files, hasLog: true))
        {
            await using RespClient client = new(engine.Connect());
            await RunAsync(client, $"DEBUG POPULATE {Keys}", "SELECT 1", "SET k v", "BGREWRITEAOF", command, "SET k w");
            await RunAsync(client, "SELECT 0", command, "SET late v");
            await Saving.UntilDoneAsync(client, Cancellation);
            string directory = Path.Combine(s_folder, "appendonlydir");
            Assert.True(files.Exists(Path.Combine(directory, "appendonly.aof.2.incr.aof")));
            Assert.False(files.Exists(Path.Combine(directory, "appendonly.aof.3.incr.aof")));
            long length = files.Read(Path.Combine(directory, "appendonly.aof.2.base.rdb")).Length;
            Assert.InRange(length, Keys, long.MaxValue);
        }

        await using EngineServer second = await StartAsync(files, hasLog: true);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("1", (await reader.CallAsync("DBSIZE")).Text);
        Assert.Equal("v", (await reader.CallAsync("GET", "late")).Text);
        await RunAsync(reader, "SELECT 1");
        Assert.Equal(command == "FLUSHDB" ? "w" : "", (await reader.CallAsync("GET", "k")).Text);
    }

    /// <summary>Sends all in one piece, so that the engine runs them in one turn.</summary>
    private static async Task RunAsync(RespClient client, params string[] commands)
    {
        string lines = string.Concat(commands.Select(command => command + "\r\n"));
        await client.SendRawAsync(Encoding.ASCII.GetBytes(lines), Cancellation);
        foreach (string _ in commands)
            Assert.False((await client.ReadAsync(Cancellation)).IsError);
    }

    private static Task<EngineServer> StartAsync(DyingFiles files, bool hasLog = false) => EngineServer.StartAsync(
        new EngineOptions
        {
            WorkingDirectory = s_folder, Files = files, AppendOnly = hasLog, EnableDebugCommand = "yes", Port = -1,
        });
}
