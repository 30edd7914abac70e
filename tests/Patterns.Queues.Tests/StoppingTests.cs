using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Queues.Tests;

/// <summary>A worker that is to stop does not sleep on, whatever it was about to do.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private readonly VirtualTimeProvider _clock = new();
    private TestEngine? _engine;
    private ConnectionMultiplexer? _connection;

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(clock: _clock);
        _connection = await _engine.ConnectAsync(options => options.ClientName = "program");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await _engine!.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_is_stopped_while_it_looks_does_not_go_to_sleep()
    {
        Fault first = HoldSleeps();
        QueueConsumer<string> consumer = Create().OpenConsumer();
        await first.CaughtAsync();
        Fault looks = _engine!.Faults.HoldReplies(new FaultScope { ClientName = "program", Command = "EVALSHA" });
        await first.DisposeAsync();
        await PassTimeUntilAsync(looks.CaughtAsync(), "it has slept and looks again");
        await using Fault second = HoldSleeps();
        Task stopping = consumer.DisposeAsync().AsTask();
        await looks.DisposeAsync();
        await PassTimeUntilAsync(stopping, "the worker has stopped");
        Assert.False(second.CaughtAsync().IsCompleted);
    }

    [Fact]
    public async Task A_worker_is_woken_to_stop_though_Redis_hears_of_that_before_it_hears_of_the_sleep()
    {
        Fault sleeps = HoldSleeps();
        Fault wakes = _engine!.Faults.DelayReplies(
            TimeSpan.Zero, new FaultScope { ClientName = "program", Command = "CLIENT", Argument = "UNBLOCK" });
        QueueConsumer<string> consumer = Create().OpenConsumer();
        await sleeps.CaughtAsync();
        Task stopping = consumer.DisposeAsync().AsTask();
        await PassTimeUntilAsync(wakes.CaughtAsync(count: 2), "it is woken again, because it does not answer");
        await sleeps.DisposeAsync();
        await PassTimeUntilAsync(stopping, "the worker has stopped");
    }

    private Fault HoldSleeps() => _engine!.Faults.HoldRequests(
        new FaultScope { ClientName = "sleeper", Command = "XREADGROUP" });

    private async Task PassTimeUntilAsync(Task task, string what)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
                return task.IsCompleted;
            },
            what);
        await task;
    }

    private StreamQueue<string> Create() => new(
        _connection!.GetDatabase(),
        "q",
        new StreamQueueOptions
        {
            RedisTimeout = TimeSpan.FromSeconds(30),
            OpenBlockingConnection = async _ => await _engine!.ConnectAsync(options =>
            {
                options.ClientName = "sleeper";
                options.AsyncTimeout = 60_000;
            }),
        },
        timeProvider: _clock);
}
