using System.Threading.RateLimiting;
using Patterns.RateLimiting.Local;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>What a process knows about one partition of a concurrency limiter: the leases that it holds.</summary>
internal sealed class ConcurrencyPartition(string name, RedisKey state, RedisKey block, TimeProvider clock)
{
    private readonly HashSet<ConcurrencyLease> _held = [];
    private readonly IdleTime _idle = new(clock);
    private long _remaining;
    private long _fallbackUsed;
    private long _granted;
    private long _refused;

    public string Name => name;

    public RedisKey State => state;

    public RedisKey Block => block;

    public TimeProvider Clock => clock;

    /// <summary>How long nobody has asked for permits and none were held; null while some are.</summary>
    public TimeSpan? IdleTime => HoldsNone ? _idle.Elapsed : null;

    public RateLimiterStatistics Statistics => new()
    {
        CurrentAvailablePermits = Volatile.Read(ref _remaining),
        TotalSuccessfulLeases = Volatile.Read(ref _granted),
        TotalFailedLeases = Volatile.Read(ref _refused),
    };

    private bool HoldsNone
    {
        get
        {
            lock (_held)
            {
                return _held.Count == 0;
            }
        }
    }

    public void Count(in RateLimitDecision decision)
    {
        Volatile.Write(ref _remaining, decision.Remaining);
        _idle.End();
        Interlocked.Increment(ref decision.IsGranted ? ref _granted : ref _refused);
    }

    public void Hold(ConcurrencyLease lease)
    {
        lock (_held)
        {
            _held.Add(lease);
        }
    }

    /// <returns>Whether it was held until now.</returns>
    public bool LetGo(ConcurrencyLease lease)
    {
        _idle.End();
        lock (_held)
        {
            return _held.Remove(lease);
        }
    }

    public ConcurrencyLease[] Held()
    {
        lock (_held)
        {
            return [.. _held];
        }
    }

    /// <summary>Takes permits from the limit of this process alone.</summary>
    public bool TryTakeFallback(int permits, long limit, out long remaining)
    {
        lock (_held)
        {
            bool granted = _fallbackUsed + Math.Max(1, permits) <= limit;
            _fallbackUsed += granted ? permits : 0;
            remaining = Math.Max(0, limit - _fallbackUsed);
            return granted;
        }
    }

    public void ReturnFallback(int permits)
    {
        lock (_held)
        {
            _fallbackUsed -= permits;
        }
    }
}
