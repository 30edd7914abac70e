using System.Diagnostics;
using System.Text.Json;
using StackExchange.Redis;

namespace Patterns.Queues.Benchmarks;

/// <summary>One round of everything that is measured.</summary>
internal sealed class Rounds(ConnectionMultiplexer connection, int jobs)
{
    private const int Callers = 32;
    private const int IdleJobs = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The lease of a worker that dies, the shortest there is.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private readonly IDatabase _database = connection.GetDatabase();
    private int _queues;

    /// <summary>Microseconds for each message of 32 callers.</summary>
    public async Task<double> EnqueueAsync(Func<int, EnqueueOptions?> options)
    {
        StreamQueue<Payload> queue = NewQueue();
        EnqueueOptions?[] all = [.. Enumerable.Range(0, jobs).Select(options)];
        double time = await TimeAsync(index => queue.EnqueueAsync(Payload.One, all[index]));
        await ClearAsync();
        return time;
    }

    /// <summary>The same with the client's own call.</summary>
    public async Task<double> BareAddAsync()
    {
        double time = await TimeAsync(_ => new ValueTask<RedisValue>(_database.StreamAddAsync(
            "bare", [new("d", JsonSerializer.SerializeToUtf8Bytes(Payload.One)), new("t", nameof(Payload))])));
        await ClearAsync();
        return time;
    }

    /// <summary>Jobs per second of one worker that handles 32 at a time and has nothing to do for each.</summary>
    public async Task<double> ProcessAsync()
    {
        StreamQueue<Payload> queue = NewQueue();
        await queue.EnqueueManyAsync(Enumerable.Repeat(Payload.One, jobs));
        using var stop = new CancellationTokenSource();
        var over = new TaskCompletionSource();
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        Task worker = queue.ProcessAsync(
            (_, _) =>
            {
                if (Interlocked.Increment(ref done) == jobs)
                {
                    over.SetResult();
                }

                return Task.CompletedTask;
            },
            new ConsumerOptions { Concurrency = Callers },
            stop.Token);
        await over.Task;
        double rate = jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await worker;
        if ((await queue.GetStatisticsAsync()) is not { Ready: 0, Pending: 0, DeadLetters: 0 })
        {
            throw new InvalidOperationException("Jobs are left.");
        }

        await ClearAsync();
        return rate;
    }

    /// <summary>The median milliseconds from sending to the handler of a worker that sleeps.</summary>
    public async Task<double> IdleAsync(QueueWakeUp wakeUp)
    {
        StreamQueue<Payload> queue = NewQueue(wakeUp);
        using var stop = new CancellationTokenSource();
        TaskCompletionSource<long> seen = new();
        Task worker = queue.ProcessAsync(
            (_, _) =>
            {
                seen.TrySetResult(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            },
            new ConsumerOptions { Concurrency = Callers },
            stop.Token);
        double median = await MedianAsync(async () =>
        {
            seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = Stopwatch.GetTimestamp();
            await queue.EnqueueAsync(Payload.One);
            return Stopwatch.GetElapsedTime(start, await seen.Task).TotalMilliseconds;
        });
        await stop.CancelAsync();
        await worker;
        await ClearAsync();
        return median;
    }

    /// <summary>The median milliseconds of a bare publish to a subscriber and one read.</summary>
    public async Task<double> BareWakeUpAsync()
    {
        RedisChannel channel = RedisChannel.Literal("bare");
        await _database.StringSetAsync("bare", JsonSerializer.SerializeToUtf8Bytes(Payload.One));
        TaskCompletionSource<long> seen = new();
        ISubscriber subscriber = connection.GetSubscriber();
        await subscriber.SubscribeAsync(channel, async (_, _) =>
        {
            await _database.StringGetAsync("bare");
            seen.TrySetResult(Stopwatch.GetTimestamp());
        });
        double median = await MedianAsync(async () =>
        {
            seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = Stopwatch.GetTimestamp();
            await _database.PublishAsync(channel, "");
            return Stopwatch.GetElapsedTime(start, await seen.Task).TotalMilliseconds;
        });
        await subscriber.UnsubscribeAllAsync();
        await ClearAsync();
        return median;
    }

    /// <summary>Seconds from the last sign of life of a worker until another handles the job that it held.</summary>
    public async Task<double> RecoverAsync()
    {
        StreamQueue<Payload> queue = NewQueue(lease: Lease);
        await queue.EnqueueAsync(Payload.One);
        RedisKey lane = $"queue:1:{{{queue.Name}}}:normal";
        await _database.StreamCreateConsumerGroupAsync(lane, "workers", "0-0");
        long start = Stopwatch.GetTimestamp();
        await _database.StreamReadGroupAsync(lane, "workers", "killed", ">");

        // The living worker looks at another time in each round.
        await Task.Delay(TimeSpan.FromMilliseconds(_queues % 8 * 100), TimeProvider.System);
        await using QueueConsumer<Payload> consumer = queue.OpenConsumer();
        await foreach (QueueMessage<Payload> message in consumer.ReadAllAsync())
        {
            double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await message.CompleteAsync();
            await ClearAsync();
            return time;
        }

        throw new InvalidOperationException("The job was lost.");
    }

    /// <summary>Commands per second of a worker with nothing to do, by the server's count.</summary>
    public async Task<double> IdleCommandsAsync(QueueWakeUp wakeUp)
    {
        var measured = TimeSpan.FromSeconds(8);
        await using QueueConsumer<Payload> consumer = NewQueue(wakeUp).OpenConsumer();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        long before = await CountCallsAsync();
        await Task.Delay(measured, TimeProvider.System);
        return (await CountCallsAsync() - before) / measured.TotalSeconds;
    }

    private async Task<double> TimeAsync<T>(Func<int, ValueTask<T>> call)
    {
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var index && index < jobs)
            {
                await call(index);
            }
        }));
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / jobs;
    }

    private static async Task<double> MedianAsync(Func<Task<double>> measure)
    {
        var times = new double[IdleJobs];
        for (int i = 0; i < times.Length; i++)
        {
            await Task.Delay(Pause, TimeProvider.System);
            times[i] = await measure();
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }

    // What the worker sends: looks, and the command that blocks, which counts when it is over.
    private async Task<long> CountCallsAsync()
    {
        string statistics = (string)(await _database.ExecuteAsync("INFO", "commandstats"))!;
        return statistics.Split('\n')
            .Where(line => line.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split('=', ',')[1], System.Globalization.CultureInfo.InvariantCulture))
            .Sum();
    }

    private StreamQueue<Payload> NewQueue(QueueWakeUp wakeUp = default, TimeSpan? lease = null) => new(
        _database,
        $"q{++_queues}",
        new StreamQueueOptions
        {
            WakeUp = wakeUp,
            RedisTimeout = TimeSpan.FromSeconds(30),
            Lease = lease ?? TimeSpan.FromSeconds(30),
        });

    private async Task ClearAsync() => await _database.ExecuteAsync("FLUSHALL");
}
