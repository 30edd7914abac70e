using System.Numerics;

namespace Patterns.RateLimiting.Tests.Models;

/// <summary>A bucket that fills at a steady rate. What is missing is a fraction with the rate as its denominator, so
/// that nothing is rounded.</summary>
/// <param name="capacity">How many permits it holds.</param>
/// <param name="permits">How many come back in <paramref name="period"/>.</param>
/// <param name="period">Microseconds.</param>
internal sealed class BucketModel(long capacity, long permits, long period) : LimitModel
{
    private long _capacity = capacity;
    private long _since;

    // In permits times the period.
    private BigInteger _missing;

    public override bool IsFree(long now, long asked) => Missing(now) + ((BigInteger)asked * period) <= Full;

    public override void Charge(long now, long charged)
    {
        _missing = BigInteger.Min(Missing(now) + ((BigInteger)charged * period), 8 * Full);
        _since = now;
    }

    public override long Remaining(long now) => (long)BigInteger.Max(0, (Full - Missing(now)) / period);

    public override long ResetAfter(long now) => (long)((Missing(now) + permits - 1) / permits);

    public override void Change(long limit) => _capacity = limit;

    private BigInteger Full => (BigInteger)_capacity * period;

    private BigInteger Missing(long now) => BigInteger.Max(0, _missing - ((BigInteger)(now - _since) * permits));
}
