namespace Patterns.RateLimiting.Tests.Models;

/// <summary>No window holds more than the limit.</summary>
internal sealed class SlidingLogModel(long limit, long window) : LimitModel
{
    private readonly List<(long Time, long Permits)> _grants = [];
    private long _limit = limit;

    public override bool IsFree(long now, long permits) => Used(now) + permits <= _limit;

    public override void Charge(long now, long permits) => _grants.Add((now, permits));

    public override long Remaining(long now) => Math.Max(0, _limit - Used(now));

    public override long ResetAfter(long now)
        => Math.Max(0, _grants.Select(grant => grant.Time + window - now).DefaultIfEmpty(0).Max());

    public override void Change(long limit) => _limit = limit;

    private long Used(long now) => _grants.Where(grant => grant.Time > now - window).Sum(grant => grant.Permits);
}
