using System.Diagnostics;
using System.Globalization;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Inbox;
using Patterns.Queues.Worker;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Histories;

/// <summary>Workers and Redis, in processes of their own, are killed and stopped while jobs run.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Groups = 20;
    private const int Workers = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Soak.Iterations(usual: 2, soak: 60));

    private readonly string _folder = Directory.CreateTempSubdirectory("queue-").FullName;
    private readonly List<HistoryEvent> _world = [];
    private readonly List<WorkerProcess> _workers = [];
    private readonly Random _random = new(20261121);
    private RedisServerProcess? _redis;
    private ConnectionMultiplexer? _connection;
    private int _started;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (WorkerProcess worker in _workers)
        {
            await worker.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task No_job_is_lost_doubled_or_out_of_order_while_workers_and_Redis_are_killed_and_stopped()
    {
        int jobs = Soak.Iterations(usual: 1_500, soak: 100_000);
        int rounds = Soak.Iterations(usual: 2, soak: 60);
        _redis = await RedisServerProcess.StartAsync(["appendonly yes", "appendfsync always"], Cancellation);
        _connection = await ConnectionMultiplexer.ConnectAsync(
            $"{_redis.EndPoint},abortConnect=false,asyncTimeout=30000");
        StreamQueue<Job> queue = CrashSetup.Create(_connection.GetDatabase(), "crash");
        for (int i = 0; i < Workers; i++)
        {
            StartWorker();
        }

        Task sending = SendAsync(queue, jobs);
        for (int round = 0; round < rounds; round++)
        {
            await HarmAsync();
        }

        await sending;
        HashSet<int> dead = await FinishAsync(queue, jobs);
        await CheckAsync(jobs, dead, rounds);
    }

    private static JobKind KindOf(int job) => job switch
    {
        _ when job % 700 == 350 => JobKind.Poison,
        _ when job % 10 == 3 => JobKind.FailsOnce,
        _ => JobKind.Plain,
    };

    private static string? GroupOf(int job) => job % 3 == 0 ? $"group {job / 3 % Groups}" : null;

    /// <summary>One after the other, each until it is known to be in: groups have an order only then.</summary>
    private static async Task SendAsync(StreamQueue<Job> queue, int jobs)
    {
        for (int job = 0; job < jobs; job++)
        {
            JobKind kind = KindOf(job);
            var options = new EnqueueOptions
            {
                GroupKey = GroupOf(job),
                DeduplicationId = $"{job}",
                DeduplicationMode = DeduplicationMode.Throttle,
                DeduplicationWindow = TimeSpan.FromHours(2),

                // Groups are ordered by when messages are due; the checker knows only the order of sending.
                Delay = GroupOf(job) is null && job % 20 == 1
                    ? TimeSpan.FromMilliseconds(job % 900)
                    : TimeSpan.Zero,
                MaxAttempts = kind == JobKind.Poison ? 2 : null,
            };
            while (true)
            {
                try
                {
                    await queue.EnqueueAsync(new Job(job, kind), options, Cancellation);
                    break;
                }
                catch (QueueUnavailableException)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
                }
            }
        }
    }

    private WorkerProcess StartWorker()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"w{_started++}");
        WorkerProcess worker =
            WorkerProcess.Start(name, $"{_redis!.EndPoint}", "crash", Path.Combine(_folder, name));
        _workers.Add(worker);
        return worker;
    }

    private async Task HarmAsync()
    {
        await RestAsync(300);
        WorkerProcess victim = Living();
        _world.Add(victim.Kill());
        StartWorker();
        await RestAsync(500);

        WorkerProcess sleeper = Living();
        if (await sleeper.PauseAsync(Cancellation) is { } paused)
        {
            _world.Add(paused);
            await RestAsync((int)CrashSetup.Lease.TotalMilliseconds + 1_500);
            _world.Add(sleeper.Resume());
        }

        _world.Add(Redis());
        await _redis!.KillAsync(Cancellation);
        await RestAsync(300);
        await _redis.StartAgainAsync(Cancellation);
        _world.Add(Redis());
        await RestAsync(500);

        await _redis.PauseAsync(Cancellation);
        _world.Add(Redis());
        await RestAsync(700);
        _redis.Resume();
        _world.Add(Redis());
    }

    private WorkerProcess Living()
    {
        Revive();
        WorkerProcess[] living = [.. _workers.Where(worker => !worker.HasExited)];
        return living[_random.Next(living.Length)];
    }

    // Poison kills workers too, at a time that only their history knows.
    private void Revive()
    {
        while (_workers.Count(worker => !worker.HasExited) < Workers)
        {
            StartWorker();
        }
    }

    private Task RestAsync(int milliseconds) => Task.Delay(
        TimeSpan.FromMilliseconds(milliseconds * (0.5 + _random.NextDouble())), TimeProvider.System, Cancellation);

    private static HistoryEvent Redis() => new(Stopwatch.GetTimestamp(), "server", "redis");

    private async Task<HashSet<int>> FinishAsync(StreamQueue<Job> queue, int jobs)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            Revive();
            try
            {
                if (await queue.GetStatisticsAsync(Cancellation)
                    is { Ready: 0, Pending: 0, Delayed: 0, WaitingForGroup: 0 })
                {
                    break;
                }
            }
            catch (QueueUnavailableException)
            {
                // Redis comes back.
            }

            if (deadline.IsCancellationRequested)
            {
                // Only now: while Redis is away, this throws at once.
                Assert.Fail($"It did not end: {await queue.GetStatisticsAsync(Cancellation)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }

        IReadOnlyList<DeadLetter<Job>> letters = await queue.DeadLetters.ListAsync(10_000, null, Cancellation);
        Assert.All(
            letters, letter => Assert.Equal(("worker_lost", JobKind.Poison), (letter.Reason, letter.Body!.Kind)));
        Assert.Equal(Enumerable.Range(0, jobs).Count(job => KindOf(job) == JobKind.Poison), letters.Count);
        return [.. letters.Select(letter => letter.Body!.Number)];
    }

    private async Task CheckAsync(int jobs, HashSet<int> dead, int rounds)
    {
        HistoryEvent[] history =
        [
            .. _world,
            .. Directory.EnumerateFiles(_folder).SelectMany(File.ReadLines).Select(HistoryEvent.Parse),
        ];

        // Whoever begins poison dies of it; what it wrote last is the last that is known of it.
        history =
        [
            .. history,
            .. history.Where(happened => happened.What == "begin" && KindOf(happened.Job) == JobKind.Poison)
                .Select(poison => poison.Worker)
                .Distinct()
                .Select(worker => history.Where(happened => happened.Worker == worker).MaxBy(happened => happened.At)!)
                .Select(last => last with { What = "killed", Job = -1 }),
        ];
        var checker = new HistoryChecker(history, jobs, GroupOf, dead);
        string[] violations = [.. checker.Violations()];
        Assert.True(violations.Length == 0, $"{violations.Length}: {string.Join('\n', violations.Take(10))}");

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs} jobs, {dead.Count} of them poison; {history.Count(happened => happened.What == "killed")} workers "
            + $"killed, {_world.Count(happened => happened.What == "paused")} stopped, Redis killed and stopped "
            + $"{rounds} times each; {history.Count(happened => happened.What == "failed")} attempts failed, "
            + $"{checker.CountRecoveries()} jobs recovered, {checker.CountRepetitions()} done more than once."));

        // A run in which nothing went wrong proves nothing.
        Assert.True(history.Count(happened => happened.What == "killed") >= rounds);
        Assert.True(history.Count(happened => happened.What == "redis") >= 4 * rounds);
        Assert.True(checker.CountRecoveries() >= rounds, $"{checker.CountRecoveries()} jobs were recovered.");

        // Effects happened once, however often their jobs came.
        var inbox = new MessageInbox(
            _connection!.GetDatabase(), "effects", new InboxOptions { KeyPrefix = "crash" });
        HashEntry[] effects = await _connection.GetDatabase().HashGetAllAsync(inbox.EffectKey("done"));
        Assert.Equal(jobs - dead.Count, effects.Length);
        Assert.All(effects, effect => Assert.Equal(1, (int)effect.Value));
        Assert.Equal(0, await PendingEntriesAsync());
    }

    private async Task<long> PendingEntriesAsync()
    {
        long entries = 0;
        foreach (string lane in (string[])["high", "normal", "low"])
        {
            RedisKey key = $"crash:1:{{jobs}}:{lane}";
            entries += await _connection!.GetDatabase().StreamLengthAsync(key);
        }

        return entries;
    }
}
