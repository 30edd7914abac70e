using Engine.Testing;
using Patterns.Locking.Quorum;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Histories;

/// <summary>Several processes that want one lock, on servers whose clocks and network a seed decides over.</summary>
internal sealed partial class HistoryRun : IAsyncDisposable
{
    private const string Name = "l";

    private static readonly TimeSpan _ttl = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _slice = TimeSpan.FromMilliseconds(25);

    private readonly HistorySettings _settings;
    private readonly Random _random;
    private readonly VirtualTimeProvider _clock = new();
    private readonly List<HistoryNode> _nodes = [];
    private readonly List<HistoryWorker> _workers = [];
    private readonly List<IAsyncDisposable> _locks = [];
    private readonly List<(HistoryWorker? Worker, List<Fault> Faults)> _faults = [];
    private readonly List<HeldLock> _writesUnderWay = [];
    private readonly List<IDatabase> _views = [];

    private HistoryRun(HistorySettings settings, int seed)
    {
        _settings = settings;
        _random = new Random(seed);
        Checker = new HistoryChecker(_clock, Limit, isFair: settings.Kind != HistoryKind.Redlock);
    }

    public HistoryChecker Checker { get; }

    private int Limit => _settings.Kind switch
    {
        HistoryKind.ReadWrite => 1_000_000,
        HistoryKind.Semaphore => 3,
        _ => 1,
    };

    private string Key => _settings.Kind switch
    {
        HistoryKind.ReadWrite => "h:2:{l}::read-write",
        HistoryKind.Semaphore => "h:2:{l}::semaphore",
        _ => "h:2:{l}",
    };

    public static async Task<HistoryChecker> RunAsync(HistorySettings settings, int seed)
    {
        await using var run = new HistoryRun(settings, seed);
        await run.StartAsync();
        for (int step = 0; step < settings.Steps && run.Checker.Violations.Count == 0; step++)
        {
            await run.StepAsync();
        }

        if (run.Checker.Violations.Count == 0 && settings.NewLocks is null)
        {
            await run.DrainAsync();
        }

        return run.Checker;
    }

    public async ValueTask DisposeAsync()
    {
        await HealAsync();
        await Task.WhenAll(_workers.Select(worker => worker.DisposeAsync().AsTask()));
        await Task.WhenAll(_locks.Select(locks => locks.DisposeAsync().AsTask()));
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    private async Task StartAsync()
    {
        for (int number = 0; number < (_settings.Kind == HistoryKind.Redlock ? 5 : 1); number++)
        {
            // Clocks are off by up to an hour and go by up to 0.9 % too fast or too slow.
            var node = new HistoryNode(
                number,
                _clock,
                TimeSpan.FromSeconds(_random.Next(-3_600, 3_600)),
                (_random.NextDouble() - 0.5) * 0.018);
            _nodes.Add(node);
            await node.StartAsync();
            _views.Add((await node.ConnectAsync("view")).GetDatabase());
        }

        for (int number = 0; number < _settings.Workers; number++)
        {
            string name = $"worker-{number}";
            IDatabase[] databases =
                [.. (await Task.WhenAll(_nodes.Select(node => node.ConnectAsync(name)))).Select(c => c.GetDatabase())];
            var clock = new WorkerClock(_clock);
            _workers.Add(new HistoryWorker(name, clock, databases, AcquireBy(databases, clock)));
        }
    }

    private Func<int, LockOptions, CancellationToken, ValueTask<ILockHandle?>> AcquireBy(
        IDatabase[] databases, WorkerClock clock)
    {
        if (_settings.NewLocks is { } newLocks)
        {
            ILocks other = newLocks(databases[0], _ttl);
            return (_, options, token) => other.TryAcquireAsync(Name, options, token);
        }

        if (_settings.Kind == HistoryKind.Redlock)
        {
            var options = new RedlockOptions
            {
                KeyPrefix = "h",
                TimeToLive = _ttl,
                RedisTimeout = TimeSpan.FromSeconds(1),
                Random = new Random(_random.Next()),
            };
            options.RedisCircuit.MinimumThroughput = 1_000_000;
            var redlock = new Redlock(databases, options, null, _settings.NewClock(clock), _settings.Scripts);
            _locks.Add(redlock);
            return (_, how, token) => redlock.TryAcquireAsync(Name, how, token);
        }

        RedisLocks locks = NewLocks(databases[0], clock);
        return _settings.Kind switch
        {
            HistoryKind.Lock => (_, options, token) => locks.TryAcquireAsync(Name, options, token),
            HistoryKind.Semaphore => (permits, options, token)
                => locks.Semaphore(Name, Limit).TryAcquireAsync(permits, options, token),
            _ => (permits, options, token) => permits == 1
                ? locks.ReadWrite(Name).TryAcquireReadAsync(options, token)
                : locks.ReadWrite(Name).TryAcquireWriteAsync(options, token),
        };
    }

    private RedisLocks NewLocks(IDatabase database, WorkerClock clock)
    {
        var options = new RedisLocksOptions
        {
            KeyPrefix = "h",
            TimeToLive = _ttl,
            PollInterval = TimeSpan.FromMilliseconds(200),
            RedisTimeout = TimeSpan.FromSeconds(3),
        };
        options.RedisCircuit.MinimumThroughput = 1_000_000;
        var locks = new RedisLocks(database, options, null, _settings.NewClock(clock), _settings.Scripts);
        _locks.Add(locks);
        return locks;
    }
}
