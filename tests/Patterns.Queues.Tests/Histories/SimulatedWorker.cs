using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Histories;

/// <summary>A worker with connections of its own, which a test parts from the engine.</summary>
internal sealed class SimulatedWorker : IAsyncDisposable
{
    private readonly TestEngine _engine;
    private readonly Random _random;
    private readonly Action<string, string, int, int> _record;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private Fault? _partition;

    private SimulatedWorker(
        string name,
        TestEngine engine,
        ConnectionMultiplexer connection,
        int seed,
        Action<string, string, int, int> record)
    {
        Name = name;
        _engine = engine;
        Connection = connection;
        _random = new Random(seed);
        _record = record;
    }

    public string Name { get; }

    public ConnectionMultiplexer Connection { get; }

    public bool IsParted => _partition is not null;

    /// <summary>It has come to the place in which its bug shows, and waits to be cut off.</summary>
    public bool WantsToDie { get; private set; }

    /// <summary>Never healed.</summary>
    public bool IsDead { get; private set; }

    public static async Task<SimulatedWorker> StartAsync(
        string name,
        TestEngine engine,
        Func<SimulatedWorker, StreamQueue<string>> queue,
        PlantedBug bug,
        int seed,
        Action<string, string, int, int> record)
    {
        ConnectionMultiplexer connection = await ConnectAsync(engine, name);
        var worker = new SimulatedWorker(name, engine, connection, seed, record);
        worker._running = worker.RunAsync(queue(worker), bug);
        return worker;
    }

    public static Task<ConnectionMultiplexer> ConnectAsync(TestEngine engine, string name)
        => engine.ConnectAsync(options =>
        {
            options.ClientName = name;
            options.AsyncTimeout = 60_000;
            options.ReconnectRetryPolicy = new LinearRetry(20);
        });

    /// <summary>Nothing of the worker reaches the engine any more, as if it hung.</summary>
    public async Task PartAsync(bool forGood)
    {
        _partition ??= await _engine.Faults.PartitionAsync(Name);
        IsDead = forGood;
        _record(Name, forGood ? "killed" : "paused", -1, 0);
    }

    /// <summary>What was on its way arrives, however late.</summary>
    public async Task HealAsync()
    {
        if (_partition is not null)
        {
            await _partition.DisposeAsync();
            _partition = null;
            _record(Name, "resumed", -1, 0);
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _stop.Dispose();
    }

    private Task RunAsync(StreamQueue<string> queue, PlantedBug bug) => queue.ProcessAsync(
        async (message, cancellationToken) =>
        {
            int job = int.Parse(message.Body, System.Globalization.CultureInfo.InvariantCulture);
            _record(Name, "begin", job, message.Attempt);
            int work;
            lock (_random)
            {
                work = _random.Next(2_000);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(work), _engine.Clock, cancellationToken);
            if (job % 5 == 2 && message.Attempt == 1)
            {
                _record(Name, "failed", job, message.Attempt);
                if (bug == PlantedBug.AcknowledgeBeforeAdding)
                {
                    await AcknowledgeAndDieAsync(queue, message, job);
                }

                throw new InvalidOperationException("Once.");
            }

            _record(Name, "done", job, message.Attempt);
        },
        new ConsumerOptions { Concurrency = 4, DrainTimeout = TimeSpan.Zero },
        _stop.Token);

    private async Task AcknowledgeAndDieAsync(StreamQueue<string> queue, QueueMessage<string> message, int job)
    {
        RedisKey lane = queue.Runtime.Store.Lanes[message.Delivery.Lane - 1];
        IDatabase database = Connection.GetDatabase();
        await database.StreamAcknowledgeAsync(lane, "workers", message.Delivery.Entry);
        await database.StreamDeleteAsync(lane, [message.Delivery.Entry]);
        if (job == 2)
        {
            WantsToDie = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        }

        NameValueEntry[] fields = [new("d", $"\"{job}\""), new("a", 1)];
        await database.StreamAddAsync(
            lane, message.GroupKey is { } group ? [.. fields, new("g", group)] : fields);
    }
}
