using System.Collections.Concurrent;
using Patterns.Caching.Entries;

namespace Patterns.Caching.Leases;

/// <summary>
/// Renews the leases that this process holds, all of them by one timer, which runs while there are any.
/// </summary>
internal sealed class LeaseKeeper : IDisposable
{
    private readonly ConcurrentDictionary<EntryStamp, string> _held = new();
    private readonly Lock _gate = new();
    private readonly LeaseStore _leases;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private bool _running;

    public LeaseKeeper(LeaseStore leases, TimeProvider timeProvider)
    {
        _leases = leases;
        _period = leases.Times.Lease / 3;
        _timer = timeProvider.CreateTimer(
            static keeper => ((LeaseKeeper)keeper!).RenewAll(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Renews a lease from now on.</summary>
    public void Hold(string key, EntryStamp token)
    {
        _held[token] = key;
        if (!Volatile.Read(ref _running))
        {
            Run();
        }
    }

    /// <summary>Renews a lease no longer. A renewal that is under way finds it filled or given back, and does
    /// nothing.</summary>
    public void Let(EntryStamp token) => _held.TryRemove(token, out _);

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        lock (_gate)
        {
            if (!_running)
            {
                _running = true;
                _timer.Change(_period, _period);
            }
        }
    }

    private void RenewAll()
    {
        lock (_gate)
        {
            if (_held.IsEmpty)
            {
                _running = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        foreach ((EntryStamp token, string key) in _held)
        {
            _ = RenewAsync(key, token);
        }

        // Whoever came between the look and the stop saw the timer running.
        if (!_held.IsEmpty)
        {
            Run();
        }
    }

    private async Task RenewAsync(string key, EntryStamp token)
    {
        if (!await _leases.RenewAsync(key, token, CancellationToken.None).ConfigureAwait(false))
        {
            Let(token);
        }
    }
}
