using Engine.Testing;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Scripting;

/// <summary>A script that has run although its caller has left is heard of.</summary>
public sealed class LateReplyTests : IAsyncLifetime, ILateReplyHandler
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);

    private readonly RedisScript _script = RedisScript.FromResource(typeof(LateReplyTests).Assembly, "count", "add");
    private readonly TaskCompletionSource<long> _late = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly VirtualTimeProvider _clock = new();
    private RedisServerProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisGate _gate = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServerProcess.StartAsync();
        _connection = await ((IRedisDeployment)_server).ConnectMultiplexerAsync(
            configuration => configuration.AsyncTimeout = 60_000);
        var options = new RedisGateOptions(_timeout, new CircuitOptions(), Pipeline: null);
        _gate = new RedisGate(_connection.GetDatabase(), options, new RecordingObserver(), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task A_reply_after_the_timeout_is_handed_over()
    {
        await _gate.EvaluateAsync(new ScriptCall(_script, ["k"], [1]), Cancellation);
        await TimeOutAsync();
        Assert.Equal(11, await WaitAsync());
    }

    [Fact]
    public async Task A_caller_that_left_before_the_script_was_loaded_has_done_nothing()
    {
        await TimeOutAsync();
        await _connection.GetDatabase().PingAsync();
        Assert.False(await _connection.GetDatabase().KeyExistsAsync("k"));
        Assert.False(_late.Task.IsCompleted);
    }

    [Fact]
    public async Task A_reply_after_a_cancellation_is_handed_over()
    {
        await _gate.EvaluateAsync(new ScriptCall(_script, ["k"], [1]), Cancellation);
        await _server.PauseAsync(Cancellation);
        using var leaves = new CancellationTokenSource();
        ValueTask<RedisReply<RedisResult>> call = _gate.EvaluateAsync(
            new ScriptCall(_script, ["k"], [10], this), leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.AsTask());

        _server.Resume();
        Assert.Equal(11, await WaitAsync());
    }

    void ILateReplyHandler.RepliedLate(RedisResult reply) => _late.SetResult((long)reply);

    private async Task TimeOutAsync()
    {
        await _server.PauseAsync(Cancellation);
        ValueTask<RedisReply<RedisResult>> call = _gate.EvaluateAsync(
            new ScriptCall(_script, ["k"], [10], this), Cancellation);
        await _clock.AdvanceAsync(_timeout, Cancellation);
        Assert.Equal(RedisFailure.Timeout, (await call).Failure);
        _server.Resume();
    }

    private Task<long> WaitAsync()
        => _late.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
}
