using Engine.Testing;
using Patterns.Core.Resilience;
using Patterns.Core.Tests.Scripting;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Resilience;

/// <summary>Two commands that go together.</summary>
public sealed class RedisGatePairTests : IAsyncLifetime
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();
    private readonly RecordingObserver _observer = new();
    private readonly TaskCompletionSource<int> _first = new();
    private readonly TaskCompletionSource<string> _second = new();
    private TestEngine _engine = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisGate _gate = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(clock: _clock);
        _connection = await _engine.ConnectAsync();
        var options = new RedisGateOptions(_timeout, new CircuitOptions(), Pipeline: null);
        _gate = new RedisGate(_connection.GetDatabase(), options, _observer, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Both_replies_come_back_as_one_command_in_whatever_order()
    {
        Task<RedisReply<(int First, string Second)>> call = CallAsync();
        _second.SetResult("second");
        Assert.False(call.IsCompleted);
        _first.SetResult(1);

        Assert.Equal((1, "second"), (await call).Value);
        Assert.Equal(["BOTH"], _observer.Replies);
        Assert.Empty(_observer.Failures);
    }

    [Fact]
    public async Task They_share_one_timeout()
    {
        Task<RedisReply<(int First, string Second)>> call = CallAsync();
        await _clock.AdvanceAsync(_timeout * 0.75, Cancellation);
        _second.SetResult("second");
        await _clock.AdvanceAsync(_timeout * 0.25, Cancellation);

        Assert.Equal(RedisFailure.Timeout, (await call.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).Failure);
    }

    [Fact]
    public async Task The_failure_of_either_is_the_failure_of_both()
    {
        Task<RedisReply<(int First, string Second)>> call = CallAsync();
        _first.SetException(new RedisServerException("WRONGTYPE Operation against a key"));
        _second.SetResult("second");

        Assert.Equal(RedisFailure.WrongType, (await call).Failure);
    }

    private Task<RedisReply<(int First, string Second)>> CallAsync()
        => _gate
            .CallBothAsync(
                "BOTH",
                static (_, test) => test._first.Task,
                static (_, test) => test._second.Task,
                this,
                Cancellation)
            .AsTask();
}
