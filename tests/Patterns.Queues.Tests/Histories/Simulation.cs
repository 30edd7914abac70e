using System.Collections.Concurrent;
using System.Globalization;
using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Histories;

/// <summary>Workers on an engine whose clock and network obey a seed.</summary>
internal sealed class Simulation(int seed, int jobs, PlantedBug bug) : IAsyncDisposable
{
    private const int Workers = 3;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(seed);
    private readonly ConcurrentQueue<HistoryEvent> _history = new();
    private readonly List<SimulatedWorker> _workers = [];
    private TestEngine? _engine;
    private ConnectionMultiplexer? _connection;
    private StreamQueue<string>? _queue;
    private long _events;
    private int _started;

    public IReadOnlyCollection<HistoryEvent> History => _history;

    public int Cuts { get; private set; }

    private IEnumerable<SimulatedWorker> Reachable => _workers.Where(worker => !worker.IsParted);

    public static string? GroupOf(int job)
        => job % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"group {job / 3 % 5}") : null;

    /// <summary>Runs all jobs to their end, and checks what happened.</summary>
    public async Task<HistoryChecker> RunAsync()
    {
        var clock = new VirtualTimeProvider();
        _engine = await TestEngine.StartAsync(clock: clock);
        _connection = await SimulatedWorker.ConnectAsync(_engine, "producer");
        _queue = QueueOn(_connection, "producer");
        for (int job = 0; job < jobs; job++)
        {
            await _queue.EnqueueAsync($"{job}", new EnqueueOptions { GroupKey = GroupOf(job) });
        }

        for (int i = 0; i < Workers; i++)
        {
            await StartWorkerAsync();
        }

        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        for (int step = 0; !await IsOverAsync(); step++)
        {
            Assert.False(
                deadline.IsCancellationRequested,
                $"Seed {seed}: it did not end: {await _queue.GetStatisticsAsync()}.");
            await HarmAsync(step);
            await clock.AdvanceAsync(Step, deadline.Token);
            await SettleAsync();
        }

        // Late messages of those that were cut off arrive at last, and change nothing.
        foreach (SimulatedWorker worker in _workers)
        {
            await worker.HealAsync();
        }

        // Whatever they still wait for takes no real time.
        Task stopping = Task.WhenAll(_workers.Select(worker => worker.StopAsync()));
        while (!stopping.IsCompleted)
        {
            await clock.AdvanceAsync(Step, deadline.Token);
            await Task.WhenAny(stopping, SettleAsync());
        }

        await stopping;
        if (bug == PlantedBug.None)
        {
            Assert.Equal(new QueueStatistics(0, 0, 0, 0, 0, TimeSpan.Zero), await _queue.GetStatisticsAsync());
        }

        return new HistoryChecker(_history, jobs, GroupOf, new HashSet<int>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SimulatedWorker worker in _workers)
        {
            await worker.HealAsync();
            await worker.StopAsync();
            await worker.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    private async Task HarmAsync(int step)
    {
        foreach (SimulatedWorker worker in _workers.Where(worker => worker.IsParted && !worker.IsDead).ToArray())
        {
            if (_random.Next(100) == 0)
            {
                await worker.HealAsync();
            }
        }

        if (bug != PlantedBug.None)
        {
            // A bug is to be found by itself, without the troubles that excuse it.
            await (bug == PlantedBug.TakeFromTheLiving && step == 3 ? StealAsync() : Task.CompletedTask);
            SimulatedWorker[] dying = [.. Reachable.Where(worker => worker.WantsToDie)];
            await Task.WhenAll(dying.Select(worker => worker.PartAsync(forGood: true)));
            return;
        }

        SimulatedWorker[] reachable = [.. Reachable];
        SimulatedWorker victim = reachable[_random.Next(reachable.Length)];
        switch (_random.Next(24))
        {
            case 0 when _workers.Count < 12:
                await victim.PartAsync(forGood: true);
                await StartWorkerAsync();
                break;
            case 1 when reachable.Length > 1:
                await victim.PartAsync(forGood: false);
                break;
            case 2 or 3 or 4:
                await CutAsync(victim);
                break;
        }

    }

    /// <summary>The next script of a worker is run, and its connection ends before the reply.</summary>
    private async Task CutAsync(SimulatedWorker victim)
    {
        Record(victim.Name, "paused", -1, 0);
        await using (Fault cut = _engine!.Faults.CutBeforeReplies(
            new FaultScope { ClientName = victim.Name, Command = "EVALSHA", Times = 1 }))
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    await ((VirtualTimeProvider)_engine.Clock).AdvanceAsync(Step, CancellationToken.None);
                    return cut.CaughtAsync().IsCompleted;
                },
                "a script is cut");
        }

        Cuts++;
        await Eventually.TrueAsync(() => AnswersAsync(victim), "the worker is connected again");
        await SettleAsync();
        Record(victim.Name, "resumed", -1, 0);
    }

    private static async Task<bool> AnswersAsync(SimulatedWorker worker)
    {
        try
        {
            await worker.Connection.GetDatabase().PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }

    private async Task StealAsync()
    {
        IDatabase database = _connection!.GetDatabase();
        RedisKey lane = _queue!.Runtime.Store.Lanes[1];
        await Eventually.TrueAsync(
            async () =>
            {
                StreamAutoClaimResult stolen =
                    await database.StreamAutoClaimAsync(lane, "workers", "thief", 0, "0-0", 1);
                foreach (StreamEntry entry in stolen.ClaimedEntries)
                {
                    int job = int.Parse(((string)entry["d"]!).Trim('"'), CultureInfo.InvariantCulture);
                    Record("thief", "begin", job, 2);
                    Record("thief", "done", job, 2);
                    await _queue.Runtime.Store.CompleteAsync(
                        "thief",
                        [new Storage.Delivery(2, entry.Id, 2, now: 0)],
                        CancellationToken.None);
                }

                return stolen.ClaimedEntries.Length > 0;
            },
            "there is something to steal");
    }

    /// <summary>Lets everything that became due on other threads happen, before more time passes.</summary>
    private async Task SettleAsync()
    {
        for (int i = 0; i < 2; i++)
        {
            await Task.WhenAll(Reachable.Select(worker => worker.Connection.GetDatabase().PingAsync()));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<bool> IsOverAsync()
        => await _queue!.GetStatisticsAsync() is { Ready: 0, Pending: 0, Delayed: 0, WaitingForGroup: 0 };

    private async Task StartWorkerAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"w{_started++}");
        _workers.Add(await SimulatedWorker.StartAsync(
            name, _engine!, worker => QueueOn(worker.Connection, name), bug, _random.Next(), Record));
    }

    private StreamQueue<string> QueueOn(ConnectionMultiplexer connection, string name) => new(
        connection.GetDatabase(),
        "jobs",
        new StreamQueueOptions
        {
            Lease = Lease,
            RedisTimeout = TimeSpan.FromSeconds(30),
            MaxAttempts = 50,
            Backoff = { Jitter = 0 },
            OpenBlockingConnection = async _ => await SimulatedWorker.ConnectAsync(_engine!, name),
        },
        timeProvider: _engine!.Clock,
        random: new Random(1));

    private void Record(string worker, string what, int job, int attempt) => _history.Enqueue(
        new HistoryEvent(Interlocked.Increment(ref _events), worker, what, job, attempt));
}
