using System.Numerics;

namespace Patterns.RateLimiting.Tests.Models;

/// <summary>The window before counts by the share that the sliding window still covers, rounded up.</summary>
internal sealed class SlidingCounterModel(long limit, long window) : LimitModel
{
    private readonly List<(long Time, long Permits)> _grants = [];
    private long _limit = limit;

    public override bool IsFree(long now, long permits) => Estimate(now) + permits <= _limit;

    public override void Charge(long now, long permits) => _grants.Add((now, permits));

    public override long Remaining(long now) => Math.Max(0, _limit - Estimate(now));

    public override long ResetAfter(long now)
    {
        long ends = window - (now % window);
        return Used(now / window) > 0 ? ends + window : Used((now / window) - 1) > 0 ? ends : 0;
    }

    public override void Change(long limit) => _limit = limit;

    private long Estimate(long now)
    {
        BigInteger share = (BigInteger)Used((now / window) - 1) * (window - (now % window));
        return Used(now / window) + (long)((share + window - 1) / window);
    }

    private long Used(long index)
        => _grants.Where(grant => grant.Time / window == index).Sum(grant => grant.Permits);
}
