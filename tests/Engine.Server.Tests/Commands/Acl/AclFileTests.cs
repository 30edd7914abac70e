using System.Net;
using System.Text;
using Engine.Server.Tests.Persistence;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>Users in files: what one server saves the other loads, and both say the same of what is wrong.</summary>
public sealed class AclFileTests : IAsyncLifetime
{
    private const string FileName = "users.acl";

    private readonly string _folder = Directory.CreateTempSubdirectory("acl-").FullName;
    private RedisServerProcess? _redis;
    private EngineServer? _engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RedisServerProcess Redis => _redis!;

    private string RedisFile => Path.Combine(Redis.Folder, FileName);

    private string EngineFile => Path.Combine(_folder, FileName);

    public async ValueTask InitializeAsync()
    {
        string empty = Path.Combine(_folder, "empty");
        await File.WriteAllTextAsync(empty, "", Cancellation);
        _redis = await RedisServerProcess.StartAsync([$"aclfile {empty}"], Cancellation);
        await _redis.StopAsync(Cancellation);
        await File.WriteAllTextAsync(RedisFile, "", Cancellation);
        string configuration = Path.Combine(_redis.Folder, "redis.conf");
        string text = await File.ReadAllTextAsync(configuration, Cancellation);
        await File.WriteAllTextAsync(
            configuration, text.Replace(empty, FileName, StringComparison.Ordinal), Cancellation);
        await _redis.StartAgainAsync(Cancellation);

        await File.WriteAllTextAsync(EngineFile, "", Cancellation);
        _engine = await EngineServer.StartAsync(new EngineOptions { WorkingDirectory = _folder, AclFile = FileName });
    }

    public async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        await Redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Users_are_exchanged_both_ways()
    {
        const string Users = """
            ACL SETUSER alice on >secret ~a* %R~b* &c +@read -get +config|get +select|0 (~d +@write) (%W~e &f +publish)
            ACL SETUSER bob off nopass allkeys allchannels +@all -@dangerous skip-sanitize-payload
            ACL SETUSER copy on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b +psync +replconf
            ACL SETUSER default >open
            ACL SAVE
            """;
        await CompareAsync(Users, 2);
        string ofRedis = await File.ReadAllTextAsync(RedisFile, Cancellation);
        string ofEngine = await File.ReadAllTextAsync(EngineFile, Cancellation);
        Assert.Equal(Sorted(ofRedis), Sorted(ofEngine));

        await File.WriteAllTextAsync(RedisFile, ofEngine, Cancellation);
        await File.WriteAllTextAsync(EngineFile, ofRedis, Cancellation);
        await using RespClient redis = await Redis.ConnectAsync(Cancellation);
        await using RespClient engine = new(_engine!.Connect());
        foreach (RespClient client in (RespClient[])[redis, engine])
        {
            Assert.Equal("OK", (await client.CallAsync("AUTH", "open")).Text);
            Assert.Equal("OK", (await client.CallAsync("ACL", "LOAD")).Text);
            Assert.Equal("OK", (await client.CallAsync("AUTH", "alice", "secret")).Text);
            Assert.Equal("OK", (await client.CallAsync("AUTH", "default", "open")).Text);
            Assert.Equal("OK", (await client.CallAsync("ACL", "SAVE")).Text);
        }

        Assert.Equal(Sorted(ofRedis), Sorted(await File.ReadAllTextAsync(RedisFile, Cancellation)));
        Assert.Equal(ofEngine, await File.ReadAllTextAsync(EngineFile, Cancellation));
    }

    [Theory]
    [InlineData("user alice on nopass +@all\n")]
    [InlineData("user alice on nopass +@all")]
    [InlineData("\n\n  \t\r\n  user alice on nopass +@all \t\r\n\n")]
    [InlineData("user  alice on")]
    [InlineData("user alice  on   nopass\t")]
    [InlineData("user alice on\t nopass")]
    [InlineData("user")]
    [InlineData("USER alice on")]
    [InlineData("# a comment")]
    [InlineData("user alice on\nuser alice off\n")]
    [InlineData("user alice on\nuser bob nope\nuser\nuser carol +nope +nope2 nope ~* ~a\n")]
    [InlineData("user al\tice on")]
    [InlineData("user alice (~a +get) \"(~b +set)\"")]
    [InlineData("user alice (~a +get")]
    [InlineData("user alice on +@nope -nope +get|\n")]
    [InlineData("user default off\nuser alice on nopass\n")]
    [InlineData("user default on nopass ~* &* +@all\nuser bob on (+nope) (nope)\n")]
    [InlineData("user alice on >p@ss #nope")]
    public async Task A_file_is_loaded_as_a_whole_or_not_at_all(string text)
    {
        await CompareAsync("ACL SETUSER kept on nopass ~k", 2);
        await File.WriteAllTextAsync(RedisFile, text, Cancellation);
        await File.WriteAllTextAsync(EngineFile, text, Cancellation);
        await CompareAsync("""
            ACL LOAD
            ACL LIST
            """, 2);
    }

    [Fact]
    public async Task Loading_closes_the_clients_of_all_but_the_default_user()
    {
        await CompareAsync("""
            ACL SETUSER alice on nopass ~* &* +@all
            ACL SETUSER bob on nopass ~* &* +@all
            ACL SAVE
            @2 AUTH alice x
            @3 AUTH bob x
            @4 PING
            ACL LOAD
            @2 PING
            @3 PING
            @4 PING
            @5 AUTH alice x
            @5 ACL LOAD
            @5 PING
            ACL DELUSER bob
            ACL SAVE
            ACL SETUSER bob
            ACL LOAD
            ACL USERS
            """, 2, 3);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named()
    {
        File.Delete(RedisFile);
        File.Delete(EngineFile);
        await CompareAsync("""
            ACL LOAD
            CONFIG GET aclfile
            CONFIG SET aclfile other
            ACL SAVE
            ACL LOAD
            """, 2);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_the_old_one()
    {
        string folder = Path.Combine(_folder, "gone");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, FileName), "user alice on", Cancellation);
        await using EngineServer engine = await EngineServer.StartAsync(
            new EngineOptions { AclFile = Path.Combine(folder, FileName) });
        Directory.Delete(folder, recursive: true);
        await using var client = new RespClient(engine.Connect());
        Assert.Equal(
            "ERR There was an error trying to save the ACLs. Please check the server logs for more information",
            (await client.CallAsync("ACL", "SAVE")).Text);
        Assert.Equal(2, (await client.CallAsync("ACL", "USERS")).Items.Count);
    }

    [Fact]
    public async Task Saved_users_outlive_a_crash_of_the_machine()
    {
        const string Path = "/etc/users.acl";
        var files = new DyingFiles();
        files.Put(Path, "user alice on\n"u8.ToArray());
        var options = new EngineOptions { AclFile = Path, Files = files };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        await using var client = new RespClient(engine.Connect());
        await client.CallAsync("ACL", "SETUSER", "bob", "on");
        Assert.Equal("OK", (await client.CallAsync("ACL", "SAVE")).Text);
        string[] saved = Encoding.ASCII.GetString(files.AfterCrash(isKind: false).Read(Path)).Split('\n');
        Assert.Equal(2, saved.Count(line => line.StartsWith("user alice ", StringComparison.Ordinal)
            || line.StartsWith("user bob ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_engine_does_not_start_with_a_file_that_is_wrong()
    {
        await File.WriteAllTextAsync(EngineFile, "user alice on\nuser bob nope\n", Cancellation);
        var options = new EngineOptions { AclFile = EngineFile };
        InvalidDataException refusal =
            await Assert.ThrowsAsync<InvalidDataException>(() => EngineServer.StartAsync(options));
        Assert.StartsWith(
            $"Aborting Redis startup because of ACL errors: {EngineFile}:2: Syntax error.", refusal.Message);
    }

    private static string Sorted(string file) => string.Join(
        '\n', file.Split('\n').Select(line => string.Join(' ', line.Split(' ').Order(StringComparer.Ordinal))));

    private async Task CompareAsync(string script, params int[] protocols)
    {
        var engine = new RespTarget("engine", new IPEndPoint(IPAddress.Loopback, _engine!.Port));
        var comparison = new ServerComparison(Redis.Target, engine);
        foreach (int protocol in protocols)
            await comparison.RunAsync(script, protocol, Cancellation);
    }
}
