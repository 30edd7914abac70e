using System.Runtime.CompilerServices;
using Engine.Testing;
using Patterns.Core.Resilience;
using Patterns.Core.Tests.Scripting;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Resilience;

/// <summary>Redis is gone, and the client knows.</summary>
public sealed class LostConnectionTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_first_command_waits_for_a_connection_that_is_gone()
    {
        var clock = new VirtualTimeProvider();
        TestEngine engine = await TestEngine.StartAsync(clock: clock);
        await using ConnectionMultiplexer connection = await engine.ConnectAsync();
        var options = new RedisGateOptions(_timeout, new CircuitOptions(), Pipeline: null);
        var gate = new RedisGate(connection.GetDatabase(), options, new RecordingObserver(), clock);
        await engine.DisposeAsync();
        await Poll.UntilAsync(
            _ => Task.FromResult(!connection.IsConnected), "the client has noticed", Cancellation);

        var sent = new StrongBox<int>();
        Task<RedisReply<TimeSpan>> first = PingAsync(gate, sent);
        await clock.AdvanceAsync(_timeout, Cancellation);
        Assert.NotEqual(
            RedisFailure.None, (await first.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).Failure);
        Assert.Equal(1, sent.Value);

        Assert.Equal(RedisFailure.Connection, (await PingAsync(gate, sent)).Failure);
        Assert.Equal(1, sent.Value);
    }

    private static Task<RedisReply<TimeSpan>> PingAsync(RedisGate gate, StrongBox<int> sent)
        => gate
            .CallAsync(
                "PING",
                static (database, sent) =>
                {
                    sent.Value++;
                    return database.PingAsync();
                },
                sent,
                Cancellation)
            .AsTask();
}
