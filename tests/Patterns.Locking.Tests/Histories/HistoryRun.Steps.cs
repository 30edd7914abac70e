using Engine.Testing;

namespace Patterns.Locking.Tests.Histories;

// What happens in a history, one thing after the other.
internal sealed partial class HistoryRun
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private HistoryWorker AnyWorker() => _workers[_random.Next(_workers.Count)];

    private async Task StepAsync()
    {
        HistoryWorker worker = AnyWorker();
        bool isRunning = !worker.Clock.IsPaused;
        switch (_random.Next(100))
        {
            case < 45 when worker.IsIdle:
                worker.Ask(AnyPermits(), AnyOptions(), Checker);
                break;
            case < 25 when isRunning && worker.Held is { Handle.IsHeld: true } held:
                // It has looked, and sends; when that arrives is another matter.
                _writesUnderWay.Add(held);
                break;
            case < 35 when isRunning && worker.Held is { } held:
                await ReleaseAsync(worker, held);
                break;
            case >= 45 and < 60 when _writesUnderWay.Count > 0:
                // Mostly the newest, so that older ones arrive after newer ones.
                int write = Chance(60) ? _writesUnderWay.Count - 1 : _random.Next(_writesUnderWay.Count);
                Checker.Write(_writesUnderWay[write]);
                _writesUnderWay.RemoveAt(write);
                break;
            case >= 60 and < 75:
                await BreakAsync(worker);
                break;
            case >= 75:
                await MendAsync();
                break;
        }

        await AdvanceAsync(Chance(70) ? _random.Next(1, 60) : _random.Next(60, 2_500));
    }

    private int AnyPermits() => _settings.Kind switch
    {
        HistoryKind.ReadWrite => Chance(40) ? Limit : 1,
        HistoryKind.Semaphore => _random.Next(1, 3),
        _ => 1,
    };

    private LockOptions AnyOptions() => new()
    {
        Renewal = Chance(_settings.RenewalPercent),
        WaitTime = _random.Next(4) switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromMilliseconds(_random.Next(1, 4_000)),
            _ => Timeout.InfiniteTimeSpan,
        },
        MaxHold = Chance(15) ? TimeSpan.FromSeconds(_random.Next(1, 12)) : null,
    };

    private async Task ReleaseAsync(HistoryWorker worker, HeldLock held)
    {
        Checker.Released(held);
        worker.Held = null;
        Task release = held.Handle.DisposeAsync().AsTask();
        await Task.WhenAny(release, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
    }

    private async Task BreakAsync(HistoryWorker worker)
    {
        List<HistoryNode> up = [.. _nodes.Where(node => node.IsUp)];
        HistoryNode node = up[_random.Next(up.Count)];
        switch (_random.Next(10))
        {
            case < 3 when !worker.Clock.IsPaused:
                worker.Clock.Pause();
                Checker.Count(HistoryCount.Paused);
                await PartAsync(worker, up);
                break;
            case < 4:
                Checker.Count(HistoryCount.Cut);
                var once = new FaultScope { ClientName = worker.Name, Command = "EVALSHA", Times = 1 };
                _faults.Add((null, [Chance(50)
                    ? node.Faults!.CutBeforeReplies(once)
                    : node.Faults!.CutBeforeRequests(once)]));
                break;
            case < 6:
                Checker.Count(HistoryCount.Delayed);
                var calls = new FaultScope { ClientName = worker.Name, Command = "EVALSHA" };
                _faults.Add((null, [.. up.Select(each => each.Faults!.HoldReplies(calls))]));
                break;
            case < 8 when _settings.Kind == HistoryKind.Redlock && up.Count > 3:
                Checker.Count(HistoryCount.Killed);
                await node.KillAsync();
                break;
            default:
                Checker.Count(HistoryCount.Partitioned);
                await PartAsync(null, [node], worker.Name);
                break;
        }
    }

    private async Task PartAsync(HistoryWorker? paused, List<HistoryNode> nodes, string? name = null)
    {
        var faults = new List<Fault>();
        foreach (HistoryNode node in nodes)
        {
            faults.Add(await node.Faults!.PartitionAsync(paused?.Name ?? name));
        }

        _faults.Add((paused, faults));
    }

    private async Task MendAsync()
    {
        if (_faults.Count > 0)
        {
            int index = _random.Next(_faults.Count);
            (HistoryWorker? worker, List<Fault> faults) = _faults[index];
            _faults.RemoveAt(index);
            await EndAsync(worker, faults);
        }

        foreach (HistoryNode node in _nodes.Where(node => !node.IsUp))
        {
            // A server that has lost its data stays away until nothing that it forgot can be held any more.
            if (_clock.Elapsed - node.KilledAt > 2 * _ttl)
            {
                await node.StartAsync();
            }
        }
    }

    private static async Task EndAsync(HistoryWorker? worker, List<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            await fault.DisposeAsync();
        }

        worker?.Clock.Resume();
    }

    private async Task HealAsync()
    {
        foreach ((HistoryWorker? worker, List<Fault> faults) in _faults)
        {
            await EndAsync(worker, faults);
        }

        _faults.Clear();
    }

    /// <summary>Lets time pass in slices, and looks after each.</summary>
    private async Task AdvanceAsync(int milliseconds)
    {
        TimeSpan left = TimeSpan.FromMilliseconds(milliseconds);
        while (left > TimeSpan.Zero && Checker.Violations.Count == 0)
        {
            TimeSpan slice = left < _slice ? left : _slice;
            await _clock.AdvanceAsync(slice);
            left -= slice;
            _nodes.ForEach(node => node.Passed(slice));
            await SettleAsync();
            foreach (HeldLock untold in Checker.CheckHandles())
            {
                await RequireToldAsync(untold);
            }
        }

        for (int number = 0; number < _nodes.Count && _settings.NewLocks is null; number++)
        {
            if (_nodes[number].IsUp && Chance(_settings.Kind == HistoryKind.Redlock ? 20 : 100))
            {
                Checker.CheckServer(number, await LockView.ReadAsync(_views[number], Key));
            }
        }
    }

    /// <summary>Its timer is due; what it runs may take a moment on a busy machine.</summary>
    private async Task RequireToldAsync(HeldLock grant)
    {
        using var deadline = new CancellationTokenSource(_patience, TimeProvider.System);
        while (Checker.IsUntold(grant) && !deadline.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            await _clock.AdvanceAsync(TimeSpan.Zero);
        }

        Checker.Require(
            !Checker.IsUntold(grant),
            $"{grant.Worker.Name} lost the lock at {grant.NotHeldSince}, but its LostToken is not cancelled");
    }

    private async Task SettleAsync()
    {
        for (int turn = 0; turn < 3; turn++)
        {
            await Task.Yield();
            await _clock.AdvanceAsync(TimeSpan.Zero);
        }
    }

    /// <summary>With everything mended, everybody who waits gets the lock in the end. Connections that were cut need
    /// some real time to come back.</summary>
    private async Task DrainAsync()
    {
        await HealAsync();
        using var deadline = new CancellationTokenSource(_patience, TimeProvider.System);
        while (Checker.Violations.Count == 0 && !_workers.TrueForAll(worker => worker.IsIdle))
        {
            foreach (HistoryWorker worker in _workers)
            {
                if (worker.Held is { } held)
                {
                    await ReleaseAsync(worker, held);
                }
            }

            await AdvanceAsync(50);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            Checker.Require(
                !deadline.IsCancellationRequested,
                "somebody waits for ever: "
                + string.Join(", ", _workers.Where(worker => !worker.IsIdle).Select(worker => worker.Name)));
        }
    }
}
