using System.Text;
using Engine.Server.Network;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>
/// Who comes from another machine is refused as long as no password is needed. Tests have no other machine, so the
/// engine is handed connections that say they come from one.
/// </summary>
public sealed class ProtectedModeTests
{
    private const string Elsewhere = "203.0.113.7:50000";

    [Theory]
    [InlineData(Elsewhere, true, "", true)]
    [InlineData("[2001:db8::7]:50000", true, "", true)]
    [InlineData(Elsewhere, false, "", false)]
    [InlineData(Elsewhere, true, "secret", false)]
    [InlineData("127.0.0.1:50000", true, "", false)]
    [InlineData("[::1]:50000", true, "", false)]
    public async Task Strangers_are_refused_while_the_default_user_needs_no_password(
        string address, bool isProtected, string password, bool isRefused)
    {
        var options = new EngineOptions { Port = -1, ProtectedMode = isProtected, RequirePassword = password };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        StrangerTransport stranger = await ConnectAsync(engine, address);
        Assert.Equal(isRefused, stranger.IsClosed);
        Assert.Equal(isRefused, stranger.Received.StartsWith("-DENIED Redis is running in protected mode because "));
        Assert.Equal(isRefused ? 1 : 0, engine.State.Statistics.ConnectionsRejected);
        Assert.Equal(isRefused ? 0 : 1, engine.State.Clients.Count);
    }

    [Fact]
    public async Task Users_and_settings_change_it_while_the_engine_runs()
    {
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using var client = new RespClient(engine.Connect());
        Assert.True((await ConnectAsync(engine, Elsewhere)).IsClosed);
        await client.CallAsync("ACL", "SETUSER", "default", ">secret");
        Assert.False((await ConnectAsync(engine, Elsewhere)).IsClosed);
        await client.CallAsync("ACL", "SETUSER", "default", "nopass");
        Assert.True((await ConnectAsync(engine, Elsewhere)).IsClosed);
        await client.CallAsync("CONFIG", "SET", "protected-mode", "no");
        Assert.False((await ConnectAsync(engine, Elsewhere)).IsClosed);
    }

    [Fact]
    public void The_answer_is_that_of_redis()
    {
        // As redis-server 7.0.15 has it; nobody can ask it from another machine here.
        const string Answer =
            "DENIED Redis is running in protected mode because protected mode is enabled and no password is "
            + "set for the default user. In this mode connections are only accepted from the loopback interface. "
            + "If you want to connect from external computers to Redis you may adopt one of the following "
            + "solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from "
            + "the loopback interface by connecting to Redis from the same host the server is running, however "
            + "MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make "
            + "this change permanent. 2) Alternatively you can just disable the protected mode by editing the "
            + "Redis configuration file, and setting the protected mode option to 'no', and then restarting the "
            + "server. 3) If you started the server manually just for testing, restart it with the "
            + "'--protected-mode no' option. 4) Setup a an authentication password for the default user. NOTE: "
            + "You only need to do one of the above things in order for the server to start accepting "
            + "connections from the outside.";
        Assert.Equal(Answer, Encoding.ASCII.GetString(Protocol.Errors.ProtectedMode));
    }

    private static async Task<StrangerTransport> ConnectAsync(EngineServer engine, string address)
    {
        var stranger = new StrangerTransport(address);
        await engine.RunAsync(() => engine.Host.Accept(stranger));
        return stranger;
    }

    private sealed class StrangerTransport(string address) : Transport
    {
        private readonly List<byte> _received = [];

        public string Received => Encoding.ASCII.GetString([.. _received]);

        public bool IsClosed { get; private set; }

        public override string RemoteAddress => address;

        public override string LocalAddress => "192.0.2.1:6379";

        public override void Attach(IPollTarget target)
        {
        }

        public override int Receive(Span<byte> buffer) => TryLater;

        public override int Send(ReadOnlySpan<byte> bytes)
        {
            _received.AddRange(bytes);
            return bytes.Length;
        }

        public override void NotifyWhenWritable()
        {
        }

        public override void StopReceiving()
        {
        }

        public override void Close() => IsClosed = true;
    }
}
