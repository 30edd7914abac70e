using System.Net;
using Engine.Server;
using Redis.Fixtures.Servers;

namespace Conformance.Tests.Documents;

/// <summary>What the pages show of redis-cli is what redis-server 7.0 answers, and what the engine answers.</summary>
public sealed class CommandsOnPagesTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>, IAsyncDisposable
{
    public static TheoryData<string, int> OnRedisServer =>
        CommandBlockRow.Of(block => block.Server is not CommandBlockServer.Cluster);

    public static TheoryData<string, int> OnEngine =>
        CommandBlockRow.Of(block => block.Server is CommandBlockServer.Both);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OnRedisServer))]
    public async Task Redis_server_answers_what_the_page_shows(string page, int line)
    {
        await using var terminal = new CommandTerminal(reference.Server.EndPoint);

        await terminal.RunAsync(CommandBlockRow.Find(page, line), Cancellation);
    }

    [Theory]
    [MemberData(nameof(OnEngine))]
    public async Task The_engine_answers_what_the_page_shows(string page, int line)
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using var terminal = new CommandTerminal(new IPEndPoint(IPAddress.Loopback, engine.Port));

        await terminal.RunAsync(CommandBlockRow.Find(page, line), Cancellation);
    }

    public async ValueTask DisposeAsync() => await reference.RestoreConfigurationAsync();
}
