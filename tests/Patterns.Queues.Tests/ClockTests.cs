using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Queues.Tests;

/// <summary>The clock of Redis jumps, and that of the workers does not.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly VirtualTimeProvider _clock = new();
    private readonly SkewedTimeProvider _serverClock;
    private readonly RecordingLogger<StreamQueue<string>> _log = new();
    private readonly List<IAsyncDisposable> _open = [];
    private TestEngine? _engine;
    private ConnectionMultiplexer? _connection;

    public ClockTests() => _serverClock = new SkewedTimeProvider(_clock);

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(clock: _serverClock);
        _connection = await _engine.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable open in _open)
        {
            await open.DisposeAsync();
        }

        await _connection!.DisposeAsync();
        await _engine!.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task When_the_clock_jumps_nothing_is_taken_from_the_living(int hours)
    {
        StreamQueue<string> queue = Create();
        await queue.EnqueueAsync("long", null, TestContext.Current.CancellationToken);
        QueueMessage<string> message = await NextAsync(Open(queue));
        QueueConsumer<string> other = Open(queue);
        Task<QueueMessage<string>?> duplicate = other.NextAsync(CancellationToken.None).AsTask();
        await PassAsync(Lease);

        _serverClock.Offset = TimeSpan.FromHours(hours);
        await PassAsync(3 * Lease);

        Assert.False(duplicate.IsCompleted);
        Assert.True(await message.CompleteAsync());
        Assert.NotEmpty(_log[8007]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task After_a_jump_the_dead_are_still_recovered(int hours)
    {
        StreamQueue<string> queue = Create();
        QueueConsumer<string> consumer = Open(queue);
        await PassAsync(Lease);
        await queue.EnqueueAsync("warm", null, TestContext.Current.CancellationToken);
        Assert.True(await (await NextAsync(consumer)).CompleteAsync());
        await queue.EnqueueAsync(
            "left",
            new EnqueueOptions { Delay = TimeSpan.Zero, Priority = QueuePriority.Low },
            TestContext.Current.CancellationToken);
        RedisKey lane = queue.Runtime.Store.Lanes[2];
        IDatabase database = _connection!.GetDatabase();
        StreamEntry[] taken = await database.StreamReadGroupAsync(lane, "workers", "dead", ">", 1);
        if (taken.Length == 0)
        {
            // The worker was quicker: it dies with the message instead.
            await database.StreamClaimIdsOnlyAsync(
                lane, "workers", "dead", 0, [(await database.StreamRangeAsync(lane)).Single().Id]);
        }

        _serverClock.Offset = TimeSpan.FromHours(hours);
        Task<QueueMessage<string>?> next = consumer.NextAsync(CancellationToken.None).AsTask();
        TimeSpan waited = TimeSpan.Zero;
        while (!next.IsCompleted && waited < 4 * Lease)
        {
            await PassAsync(Step);
            waited += Step;
        }

        Assert.Equal("left", (await Eventually.ResultAsync(next))!.Body);
    }

    private StreamQueue<string> Create() => new(
        _connection!.GetDatabase(),
        "q",
        new StreamQueueOptions
        {
            Lease = Lease,
            RedisTimeout = TimeSpan.FromSeconds(30),
            OpenBlockingConnection = async _ => await _engine!.ConnectAsync(),
        },
        logger: _log,
        timeProvider: _clock);

    private QueueConsumer<string> Open(StreamQueue<string> queue)
    {
        QueueConsumer<string> consumer = queue.OpenConsumer();
        _open.Add(consumer);
        return consumer;
    }

    private async Task<QueueMessage<string>> NextAsync(QueueConsumer<string> consumer)
    {
        Task<QueueMessage<string>?> next = consumer.NextAsync(CancellationToken.None).AsTask();
        await Eventually.TrueAsync(
            async () =>
            {
                await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                return next.IsCompleted;
            },
            "a message comes");
        return (await next)!;
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            await _clock.AdvanceAsync(Step, CancellationToken.None);
            await _connection!.GetDatabase().PingAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System, CancellationToken.None);
        }
    }
}
