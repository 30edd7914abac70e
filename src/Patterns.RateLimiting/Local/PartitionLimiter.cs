using System.Threading.RateLimiting;

namespace Patterns.RateLimiting.Local;

/// <summary>One partition of a limiter, for whoever wants a <see cref="RateLimiter"/>.</summary>
internal sealed class PartitionLimiter(RedisRateLimiter limiter, Partition partition) : RateLimiter
{
    private bool _disposed;

    public override TimeSpan? IdleDuration => partition.IdleTime;

    public override RateLimiterStatistics GetStatistics() => partition.Statistics;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return limiter.AttemptAcquire(partition, permitCount);
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return limiter.AcquireAsync(partition, permitCount, cancellationToken);
    }

    // What it shares with others stays.
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }
}
