using Patterns.Queues.Storage;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Support;

/// <summary>What every case needs: a server, keys of its own, and queues whose time can pass.</summary>
public abstract class QueueCases(RecipeServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<IAsyncDisposable> _open = [];

    private protected RecordingLogger<StreamQueue<string>> Logger { get; } = new();

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The clock of workers: that of the engine, or the system's beside a server with a clock of its
    /// own.</summary>
    protected TimeProvider Time => IsVirtual ? server.Clock : TimeProvider.System;

    protected bool IsVirtual => server is EmbeddedEngine or InterruptibleEngine;

    protected RecipeServer Server => server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task<IDatabase> DatabaseAsync() => (await server.ConnectAsync()).GetDatabase();

    protected async Task<StreamQueue<string>> CreateAsync(Action<StreamQueueOptions>? configure = null)
    {
        var options = new StreamQueueOptions
        {
            KeyPrefix = Prefix,
            Lease = TimeSpan.FromSeconds(3),
            RedisTimeout = TimeSpan.FromSeconds(30),
            Backoff = { Initial = TimeSpan.FromMilliseconds(200), Jitter = 0 },
            OpenBlockingConnection = async _ => await server.ConnectAnewAsync(),
        };
        configure?.Invoke(options);
        return new StreamQueue<string>(
            await DatabaseAsync(), "q", options, logger: Logger, timeProvider: Time, random: new Random(1));
    }

    /// <summary>A worker that is closed when the test ends.</summary>
    protected QueueConsumer<string> Open(StreamQueue<string> queue, int concurrency = 8)
        => Keep(queue.OpenConsumer(new ConsumerOptions { Concurrency = concurrency }));

    protected TDisposable Keep<TDisposable>(TDisposable open)
        where TDisposable : IAsyncDisposable
    {
        _open.Add(open);
        return open;
    }

    /// <summary>The next message, while time passes.</summary>
    protected async Task<QueueMessage<string>> NextAsync(QueueConsumer<string> consumer, TimeSpan? step = null)
    {
        Task<QueueMessage<string>?> next = consumer.NextAsync(Cancellation).AsTask();
        await PassTimeUntilAsync(() => Task.FromResult(next.IsCompleted), "a message comes", step);
        return (await next)!;
    }

    /// <summary>Lets time pass until something holds: virtually on an engine, really on a Redis.</summary>
    /// <param name="condition">What is to hold.</param>
    /// <param name="what">The same as the end of a sentence.</param>
    /// <param name="step">How much of virtual time passes between two looks.</param>
    protected async Task PassTimeUntilAsync(Func<Task<bool>> condition, string what, TimeSpan? step = null)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"It never happened that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            if (IsVirtual && !await condition())
            {
                await server.Clock.AdvanceAsync(step ?? Step, Cancellation);
            }
        }
    }

    /// <summary>Lets time pass.</summary>
    protected async Task PassTimeAsync(TimeSpan time)
    {
        if (!IsVirtual)
        {
            await Task.Delay(time, TimeProvider.System, Cancellation);
            return;
        }

        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            await server.Clock.AdvanceAsync(Step, Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }

    protected RedisKey[] KeysOf(StreamQueue<string> queue) => new QueueKeys(Prefix).Queue(queue.Name);

    /// <summary>What a worker does that dies with a message in its hands.</summary>
    protected async Task<StreamEntry> TakeAndDieAsync(StreamQueue<string> queue, QueuePriority priority = default)
    {
        IDatabase database = await DatabaseAsync();
        RedisKey lane = KeysOf(queue)[1 - (int)priority];
        if (!await database.KeyExistsAsync(lane) || (await database.StreamGroupInfoAsync(lane)).Length == 0)
        {
            await database.StreamCreateConsumerGroupAsync(lane, "workers", "0-0");
        }

        return Assert.Single(await database.StreamReadGroupAsync(lane, "workers", "dead", ">", 1));
    }

    /// <summary>Nothing is left of any message: not in a lane, not pending, not held anywhere.</summary>
    protected async Task AssertEmptyAsync(StreamQueue<string> queue, long deadLetters = 0)
    {
        QueueStatistics left = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal(new QueueStatistics(0, 0, 0, 0, deadLetters, TimeSpan.Zero), left);
        IDatabase database = await DatabaseAsync();
        RedisKey[] keys = KeysOf(queue);
        Assert.Equal(0, await database.HashLengthAsync(keys[5]));
        Assert.Equal(0, await database.HashLengthAsync(keys[7]));
        Assert.Equal(0, await database.HashLengthAsync(keys[8]));
    }
}
