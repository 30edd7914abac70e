using Engine.Server.Commands;
using Engine.Testing;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests;

/// <summary>
/// What tests of the engine alone share: an engine on a virtual clock, and a client in the same process.
/// </summary>
public abstract class EngineTests : IAsyncLifetime
{
    private TestEngine? _engine;
    private RespClient? _client;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected EngineServer Engine => _engine!.Server;

    protected RespClient Client => _client!;

    private protected EngineState State => Engine.State;

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(Configure);
        _client = Connect();
        await _client.CallAsync("PING");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Client.DisposeAsync();
        await _engine!.DisposeAsync();
    }

    protected virtual void Configure(EngineOptions options)
    {
    }

    protected RespClient Connect() => new(Engine.Connect());

    /// <summary>Sends commands, each a line of words, and returns the text of the last reply.</summary>
    protected Task<string> CallAsync(params string[] commands) => CallAsync(Client, commands);

    protected static async Task<string> CallAsync(RespClient client, params string[] commands)
    {
        RespValue? reply = null;
        foreach (string command in commands)
            reply = await client.CallAsync(command.Split(' '));
        return reply!.ToString();
    }

    /// <summary>Moves the clock, and returns when the engine has done what became due.</summary>
    protected Task PassAsync(TimeSpan duration) => _engine!.Time.AdvanceAsync(duration, Cancellation);

    /// <summary>Asks the engine again and again, each time in a later turn of its loop.</summary>
    protected async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        bool holds = false;
        while (!holds)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Engine.RunAsync(() => holds = condition());
        }
    }
}
