using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>The append-only log of one engine: loading it, turning it on and off, rewriting it.</summary>
public sealed class LogTests
{
    private const string Manifest = "file appendonly.aof.1.incr.aof seq 1 type i\n";

    private static readonly string s_folder = Path.GetTempPath();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("*1\r\n$4\r\nQUUX\r\n", "at offset 0, the command 'QUUX' is unknown")]
    [InlineData("SET k v\r\n", "at offset 0, a command should begin, with *")]
    [InlineData("*2\r\n$3\r\nDEL\r\n$1\r\nk\r\nrubbish", "at offset 20, a command should begin, with *")]
    [InlineData("*2\r\n$3\r\nDEL\r\nx1\r\nk\r\n", "at offset 0, Protocol error: expected '$', got 'x'")]
    [InlineData("*1\r\n$5\r\nMULTI\r\n*1\r\n$5\r\nMULTI\r\n", "at offset 15, a transaction begins within another one")]
    [InlineData("*0\r\n", "at offset 0, a command has no name")]
    public async Task A_log_with_a_damaged_middle_is_refused(string log, string reason)
    {
        InvalidDataException failure =
            await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(Files(Manifest, log)));
        Assert.Contains("appendonly.aof.1.incr.aof' cannot be loaded: " + reason, failure.Message);
    }

    [Theory]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nw")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*1\r\n$5\r\nMULTI\r\n*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n")]
    [InlineData("#TS:1700000000\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*")]
    public async Task A_truncated_end_is_cut_off_or_refused(string log)
    {
        DyingFiles files = Files(Manifest, log);
        InvalidDataException failure = await Assert.ThrowsAsync<InvalidDataException>(
            () => StartAsync(files, options => options.LoadTruncatedAppendFile = false));
        Assert.Contains("the file ends within a command", failure.Message);
        await using (EngineServer engine = await StartAsync(files))
        {
            await using RespClient client = new(engine.Connect());
            Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
            await client.CallAsync("SET", "k", "x");
        }

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("x", (await reader.CallAsync("GET", "k")).Text);
    }

    [Theory]
    [InlineData("", "it names no file")]
    [InlineData("file a seq 1 type b", "a line is not complete")]
    [InlineData("file a seq 1 type x\n", "a line does not read")]
    [InlineData("file ../a seq 1 type b\n", "a line does not read")]
    [InlineData("file a seq 0 type b\n", "a line does not read")]
    [InlineData("file a seq 1 type b\nfile b seq 2 type b\n", "at offset 20, a second base is named")]
    [InlineData("file a seq 2 type i\nfile b seq 1 type i\n", "the increments are not in the order")]
    [InlineData("file missing seq 1 type b\n", "the file 'missing' that it names is missing")]
    public async Task A_damaged_manifest_is_refused(string manifest, string reason)
    {
        InvalidDataException failure =
            await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(Files(manifest, "")));
        Assert.Contains("appendonly.aof.manifest", failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public async Task A_key_whose_time_came_after_it_was_kept_is_kept()
    {
        const string Log = "SET k v\nPEXPIREAT k 1000\nPERSIST k\nSET gone v PXAT 1000\nSET e v\nPEXPIREAT e 1000";
        await using EngineServer engine = await StartAsync(Files(Manifest, Commands(Log)));
        await using RespClient client = new(engine.Connect());
        Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
        Assert.Equal("0", (await client.CallAsync("EXISTS", "gone", "e")).Text);
    }

    [Fact]
    public async Task A_log_of_increments_alone_is_loaded_once_at_each_start()
    {
        DyingFiles files = Files(Manifest, Commands("RPUSH l a"));
        for (int start = 0; start < 3; start++)
        {
            await using EngineServer engine = await StartAsync(files);
            await using RespClient client = new(engine.Connect());
            Assert.Equal("1", (await client.CallAsync("LLEN", "l")).Text);
        }
    }

    [Fact]
    public async Task A_file_that_a_crash_left_under_the_name_of_an_increment_is_not_part_of_the_log()
    {
        var files = new DyingFiles();
        string path = Path.Combine(s_folder, "appendonlydir", "appendonly.aof.1.incr.aof");
        files.Put(path, Encoding.ASCII.GetBytes(Commands("SET orphan v")));
        for (int start = 0; start < 2; start++)
        {
            await using EngineServer engine = await StartAsync(files);
            await using RespClient client = new(engine.Connect());
            Assert.Equal("0", (await client.CallAsync("DBSIZE")).Text);
        }
    }

    [Fact]
    public async Task Growth_is_counted_from_the_base_after_a_restart_too()
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files))
        {
            await using RespClient client = new(engine.Connect());
            for (int i = 0; i < 100; i++)
                await client.CallAsync("SET", "k", new string('v', 100));
        }

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        int length = files.Read(Path.Combine(s_folder, "appendonlydir", "appendonly.aof.1.base.rdb")).Length;
        Assert.Contains($"aof_base_size:{length}\r\n", (await reader.CallAsync("INFO", "persistence")).Text);
    }

    [Fact]
    public async Task A_flush_that_a_log_repeats_takes_no_snapshot()
    {
        DyingFiles files = Files(Manifest, Commands("SET k v\nFLUSHALL\nSET l v"));
        await using EngineServer engine =
            await StartAsync(files, options => options.SavePoints.Add(new SavePoint(3600, 1)));
        Assert.False(files.Exists(Path.Combine(s_folder, "dump.rdb")));
        await using RespClient client = new(engine.Connect());
        Assert.Equal("1", (await client.CallAsync("DBSIZE")).Text);
    }

    [Fact]
    public async Task A_flush_within_a_transaction_is_saved_with_what_follows_it()
    {
        var files = new DyingFiles();
        string path = Path.Combine(s_folder, "dump.rdb");
        await using EngineServer engine = await StartAsync(files, options =>
        {
            options.AppendOnly = false;
            options.SavePoints.Add(new SavePoint(3600, 1_000_000));
        });
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("SET", "before", "v");
        foreach (string command in (string[])["MULTI", "FLUSHALL", "SET after v", "EXEC"])
            await client.CallAsync(command.Split(' '));
        await Poll.UntilAsync(_ => Task.FromResult(files.Exists(path)), "it is saved", Cancellation);

        await using EngineServer second =
            await StartAsync(files.AfterCrash(isKind: false), options => options.AppendOnly = false);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("0", (await reader.CallAsync("EXISTS", "before")).Text);
        Assert.Equal("1", (await reader.CallAsync("EXISTS", "after")).Text);
    }

    [Fact]
    public async Task It_stays_where_it_is_when_the_directory_changes()
    {
        var files = new DyingFiles();
        DirectoryInfo other = Directory.CreateTempSubdirectory("engine-");
        await using (EngineServer engine = await StartAsync(files, options =>
            options.Accepted["enable-protected-configs"] = "yes"))
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("SET", "a", "1");
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "dir", other.FullName)).Text);
            await client.CallAsync("BGREWRITEAOF");
            await Saving.UntilDoneAsync(client, Cancellation);
            await client.CallAsync("SET", "b", "2");
        }

        Assert.Empty(files.List(Path.Combine(other.FullName, "appendonlydir")));
        other.Delete(recursive: true);
        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("2", (await reader.CallAsync("EXISTS", "a", "b")).Text);
    }

    [Fact]
    public async Task A_script_that_the_end_of_the_engine_interrupts_leaves_nothing_behind()
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files, options =>
            {
                options.BusyReplyThreshold = 0;
                options.SavePoints.Add(new SavePoint(3600, 1));
            }))
        {
            await using RespClient client = new(engine.Connect());
            await using RespClient other = new(engine.Connect());
            await client.CallAsync("SET", "k", "v");
            await client.SendAsync("EVAL", "redis.call('SET', 'k', 'half') while true do end", "0");
            await Poll.UntilAsync(
                async _ => (await other.CallAsync("GET", "k")).Text.StartsWith("BUSY", StringComparison.Ordinal),
                "the script runs",
                Cancellation);
            Assert.StartsWith("BUSY", (await other.CallAsync("SHUTDOWN")).Text, StringComparison.Ordinal);
            Assert.StartsWith("BUSY", (await other.CallAsync("SHUTDOWN", "SAVE")).Text, StringComparison.Ordinal);
        }

        Assert.False(files.Exists(Path.Combine(s_folder, "dump.rdb")));
        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("v", (await reader.CallAsync("GET", "k")).Text);
    }

    [Fact]
    public async Task Counts_of_saves_and_rewrites_are_reset()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("BGREWRITEAOF");
        await Saving.UntilDoneAsync(client, Cancellation);
        await client.CallAsync("SAVE");
        string before = (await client.CallAsync("INFO", "persistence")).Text;
        Assert.Contains("aof_rewrites:1\r\n", before);
        Assert.Contains("rdb_saves:1\r\n", before);
        await client.CallAsync("CONFIG", "RESETSTAT");
        string after = (await client.CallAsync("INFO", "persistence")).Text;
        Assert.Contains("aof_rewrites:0\r\n", after);
        Assert.Contains("rdb_saves:0\r\n", after);
    }

    [Fact]
    public async Task A_log_of_redis_before_7_becomes_the_base()
    {
        var files = new DyingFiles();
        files.Put(Path.Combine(s_folder, "appendonly.aof"), Encoding.ASCII.GetBytes(Commands("SET k v")));
        await using (EngineServer engine = await StartAsync(files))
        {
            await using RespClient client = new(engine.Connect());
            Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
            await client.CallAsync("APPEND", "k", "w");
        }

        Assert.False(files.Exists(Path.Combine(s_folder, "appendonly.aof")));
        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("vw", (await reader.CallAsync("GET", "k")).Text);
    }

    [Fact]
    public async Task It_can_be_turned_on_and_off_while_the_engine_runs()
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files, options => options.AppendOnly = false))
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("SET", "before", "v");
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "appendonly", "yes")).Text);
            await client.CallAsync("SET", "meanwhile", "v");
            await Saving.UntilDoneAsync(client, Cancellation);
            await client.CallAsync("SET", "behind", "v");
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "appendonly", "no")).Text);
            await client.CallAsync("SET", "after", "v");
            await client.CallAsync("CONFIG", "SET", "appendonly", "yes");
            await Saving.UntilDoneAsync(client, Cancellation);
            await client.CallAsync("DEL", "behind");
        }

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("3", (await reader.CallAsync("EXISTS", "before", "meanwhile", "after")).Text);
        Assert.Equal("0", (await reader.CallAsync("EXISTS", "behind")).Text);
    }

    [Fact]
    public async Task An_engine_without_a_directory_cannot_turn_it_on()
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        Assert.Equal(
            "ERR CONFIG SET failed (possibly related to argument 'appendonly') - Unable to turn on AOF. "
            + "Check server logs.",
            (await client.CallAsync("CONFIG", "SET", "appendonly", "yes")).Text);
        Assert.Equal("no", (await client.CallAsync("CONFIG", "GET", "appendonly")).Items[1].Text);
        await Assert.ThrowsAsync<ArgumentException>(
            () => EngineServer.StartAsync(new EngineOptions { AppendOnly = true }));
    }

    [Fact]
    public async Task It_is_rewritten_when_it_has_grown()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        await client.CallAsync("CONFIG", "SET", "auto-aof-rewrite-min-size", "10kb");
        for (int i = 0; i < 200; i++)
            await client.CallAsync("SET", "k", new string('v', 100));
        await Poll.UntilAsync(
            async _ => !(await client.CallAsync("INFO", "persistence")).Text.Contains("aof_rewrites:0"),
            "the log is rewritten",
            Cancellation);
        await Poll.UntilAsync(
            _ => Task.FromResult(files.List(Path.Combine(s_folder, "appendonlydir")).Count == 3),
            "what the manifest no longer needs is deleted",
            Cancellation);
    }

    [Fact]
    public async Task The_manifest_names_what_is_no_longer_needed_until_it_is_deleted()
    {
        string manifest = Path.Combine(s_folder, "appendonlydir", "appendonly.aof.manifest");
        var files = new DyingFiles();
        await using EngineServer engine = await StartAsync(files);
        await using RespClient client = new(engine.Connect());
        files.RefusesToDelete = true;
        await RewriteAsync(client);
        await Poll.UntilAsync(
            _ => Task.FromResult(files.RefusedDeletions == 2), "the old files are to be deleted", Cancellation);
        Assert.Equal(2, Encoding.ASCII.GetString(files.Read(manifest)).Split(" type h\n").Length - 1);

        files.RefusesToDelete = false;
        await RewriteAsync(client);
        await Poll.UntilAsync(
            _ => Task.FromResult(!Encoding.ASCII.GetString(files.Read(manifest)).Contains(" type h\n")),
            "the manifest names only what is needed",
            Cancellation);
        string[] expected = ["appendonly.aof.3.base.rdb", "appendonly.aof.3.incr.aof", "appendonly.aof.manifest"];
        Assert.Equal(expected, files.List(Path.GetDirectoryName(manifest)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rewrite_asked_for_within_a_transaction_begins_behind_it()
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files))
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("MULTI");
            await client.CallAsync("INCR", "n");
            await client.CallAsync("BGREWRITEAOF");
            await client.CallAsync("INCR", "n");
            RespValue replies = await client.CallAsync("EXEC");
            Assert.Equal("Background append only file rewriting scheduled", replies.Items[1].Text);
            await Saving.UntilDoneAsync(client, Cancellation);
        }

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal("2", (await reader.CallAsync("GET", "n")).Text);
    }

    [Theory]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL")]
    public async Task A_rewrite_outlives_the_emptying_of_a_database(string command)
    {
        var files = new DyingFiles();
        await using (EngineServer engine = await StartAsync(files))
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("SET", "k", "v");
            await client.CallAsync("SELECT", "1");
            await client.CallAsync("SET", "k", "v");
            await client.SendAsync("BGREWRITEAOF");
            await client.SendAsync(command);
            await client.SendAsync("SET", "l", "v");
            for (int i = 0; i < 3; i++)
                Assert.False((await client.ReadAsync(Cancellation)).IsError);
            await Saving.UntilDoneAsync(client, Cancellation);
        }

        await using EngineServer second = await StartAsync(files);
        await using RespClient reader = new(second.Connect());
        Assert.Equal(command == "FLUSHDB" ? "1" : "0", (await reader.CallAsync("DBSIZE")).Text);
        await reader.CallAsync("SELECT", "1");
        Assert.Equal("1", (await reader.CallAsync("DBSIZE")).Text);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Mutated_logs_load_or_are_refused_with_file_and_offset()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 40).Select(
            i => $"RPUSH list{i % 3} element{i}\nSET key{i} value\nDEL key{i / 2}");
        byte[] sound = Encoding.Latin1.GetBytes(Commands(string.Join('\n', lines)));
        int refused = 0;
        for (int seed = 0; seed < Soak.Iterations(usual: 200, soak: 100_000); seed++)
        {
            byte[] mutated = Mutation.Of(sound, new Random(seed));
            try
            {
                await using EngineServer engine = await StartAsync(Files(Manifest, Encoding.Latin1.GetString(mutated)));
            }
            catch (InvalidDataException failure)
            {
                Assert.Contains("at offset ", failure.Message);
                refused++;
            }
        }

        Assert.True(refused > 50, $"Only {refused} logs were refused.");
    }

    private static async Task RewriteAsync(RespClient client)
    {
        Assert.False((await client.CallAsync("BGREWRITEAOF")).IsError);
        await Saving.UntilDoneAsync(client, Cancellation);
    }

    private static string Commands(string lines)
    {
        var log = new StringBuilder();
        foreach (string line in lines.Split('\n'))
        {
            string[] words = line.Split(' ');
            log.Append('*').Append(words.Length).Append("\r\n");
            foreach (string word in words)
                log.Append('$').Append(word.Length).Append("\r\n").Append(word).Append("\r\n");
        }

        return log.ToString();
    }

    private static DyingFiles Files(string manifest, string log)
    {
        var files = new DyingFiles();
        string directory = Path.Combine(s_folder, "appendonlydir");
        files.Put(Path.Combine(directory, "appendonly.aof.manifest"), Encoding.Latin1.GetBytes(manifest));
        foreach (string name in (string[])["appendonly.aof.1.incr.aof", "a", "b"])
            files.Put(Path.Combine(directory, name), Encoding.Latin1.GetBytes(log));
        return files;
    }

    private static Task<EngineServer> StartAsync(DyingFiles files, Action<EngineOptions>? configure = null)
    {
        var options = new EngineOptions
        {
            WorkingDirectory = s_folder, Files = files, AppendOnly = true, EnableDebugCommand = "yes", Port = -1,
        };
        configure?.Invoke(options);
        return EngineServer.StartAsync(options);
    }
}
