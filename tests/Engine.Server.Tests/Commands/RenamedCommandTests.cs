using System.Net;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands;

/// <summary>Commands by other names, on both servers.</summary>
public sealed class RenamedCommandTests
{
    private static readonly (string Name, string NewName)[] s_renamed =
    [
        ("get", "XGet"), ("set", "put-it-there-with-a-long-name"), ("DEBUG", ""), ("config", "cfg"),
        ("append", "debug"),
        ("incr", "a"), ("A", "b"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Commands_are_called_by_their_new_names() => CompareAsync("""
        CFG RESETSTAT
        GET k
        SET k v
        put-it-there-with-a-long-name k v
        PUT-IT-THERE-WITH-A-LONG-NAME k
        xget k
        XGET
        DEBUG k more
        DEBUG
        xget k
        CONFIG GET hz
        CFG GET hz
        CFG
        CFG NOPE
        CFG GET
        INCR n
        A n
        B n
        MULTI
        B n
        GET n
        XGET n
        EXEC
        MULTI
        B n
        XGET n
        EXEC
        EVAL "return redis.call('get', 'k')" 0
        EVAL "return redis.call('xget', 'k')" 0
        EVAL "return redis.pcall('cfg', 'get', 'hz')" 0
        """);

    [Fact]
    public Task Rules_and_descriptions_know_commands_by_their_old_names() => CompareAsync("""
        put-it-there-with-a-long-name k v
        COMMAND INFO get xget debug append config|get cfg|get cfg|nope b incr a
        COMMAND GETKEYS get k
        COMMAND GETKEYS xget k
        COMMAND LIST FILTERBY PATTERN get*
        COMMAND LIST FILTERBY PATTERN debug
        COMMAND LIST FILTERBY PATTERN append
        COMMAND DOCS get
        ACL DELUSER alice
        ACL SETUSER alice on nopass ~* +get +append +config|get -incr +acl|whoami
        ACL SETUSER alice +xget
        ACL DRYRUN alice get k
        ACL DRYRUN alice xget k
        ACL DRYRUN alice cfg get k
        ACL DRYRUN alice cfg set k v
        ACL DRYRUN alice b n
        @2 AUTH alice x
        @2 XGET k
        @2 DEBUG k x
        @2 B n
        @2 PUT-IT-THERE-WITH-A-LONG-NAME k v
        @2 CFG SET hz 10
        @2 ACL WHOAMI
        @2 ACL LIST
        ACL GETUSER alice
        INFO commandstats-nothing
        LATENCY HISTOGRAM nothing
        """);

    [Theory]
    [InlineData("nope", "x", "No such command in rename-command")]
    [InlineData("config|get", "x", "No such command in rename-command")]
    [InlineData("get", "SET", "Target command name already exists")]
    [InlineData("get", "get2", null)]
    [InlineData("get", "", null)]
    public async Task A_name_that_is_unknown_or_taken_keeps_the_engine_from_starting(
        string name, string newName, string? refusal)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"port 0\nrename-command {name} \"{newName}\"\n", Cancellation);
        try
        {
            if (refusal is null)
            {
                Assert.Equal([(name, newName)], EngineOptions.Parse([file]).RenamedCommands);
                return;
            }

            FormatException failure = Assert.Throws<FormatException>(() => EngineOptions.Parse([file]));
            Assert.EndsWith($"at line 2\n>>> 'rename-command {name} \"{newName}\"'\n{refusal}", failure.Message);
            ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(
                () => EngineServer.StartAsync(OptionsWith((name, newName))));
            Assert.StartsWith($"{name} cannot be renamed to '{newName}': {refusal}.", other.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_log_is_loaded_whatever_the_commands_in_it_are_called()
    {
        string folder = Directory.CreateTempSubdirectory("renamed-").FullName;
        EngineOptions options = OptionsWith(("set", "put"), ("pexpireat", ""), ("del", "put2"));
        options.WorkingDirectory = folder;
        options.AppendOnly = true;
        await using (EngineServer engine = await EngineServer.StartAsync(options))
        {
            await using var client = new RespClient(engine.Connect());
            await client.CallAsync("PUT", "a", "1");
            await client.CallAsync("PUT", "b", "2", "EX", "100000");
            await client.CallAsync("GETDEL", "a");
            await client.CallAsync("EXPIRE", "b", "200000");
        }

        await using (EngineServer engine = await EngineServer.StartAsync(options))
        {
            await using var client = new RespClient(engine.Connect());
            Assert.True((await client.CallAsync("GET", "a")).IsNull);
            Assert.Equal("2", (await client.CallAsync("GET", "b")).Text);
            Assert.InRange((await client.CallAsync("TTL", "b")).Number, 100_001, 200_000);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task CompareAsync(string script)
    {
        IEnumerable<string> directives =
            s_renamed.Select(pair => $"rename-command {pair.Name} \"{pair.NewName}\"");
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync(directives, Cancellation);
        await using EngineServer engine = await EngineServer.StartAsync(OptionsWith(s_renamed));
        var target = new RespTarget("engine", new IPEndPoint(IPAddress.Loopback, engine.Port));
        await new ServerComparison(redis.Target, target).RunAsync(script, Cancellation);
    }

    private static EngineOptions OptionsWith(params (string Name, string NewName)[] renamed)
    {
        var options = new EngineOptions();
        foreach ((string Name, string NewName) pair in renamed)
            options.RenamedCommands.Add(pair);
        return options;
    }
}
