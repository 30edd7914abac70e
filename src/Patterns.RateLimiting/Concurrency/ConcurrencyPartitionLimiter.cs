using System.Threading.RateLimiting;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>One partition of a concurrency limiter, for whoever wants a <see cref="RateLimiter"/>.</summary>
internal sealed class ConcurrencyPartitionLimiter(RedisConcurrencyLimiter limiter, ConcurrencyPartition partition)
    : RateLimiter
{
    private bool _disposed;

    public override TimeSpan? IdleDuration => partition.IdleTime;

    public override RateLimiterStatistics GetStatistics() => partition.Statistics;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return limiter.AttemptAcquire();
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
