using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Windows;

/// <summary>The periods that the server's clock may be in, as scripts are told of them. They are the same for most
/// submissions, so they are worded once.</summary>
internal sealed class PeriodCandidates
{
    /// <param name="periods">The periods.</param>
    /// <param name="from">When they began to be the candidates.</param>
    /// <param name="until">When others are.</param>
    public PeriodCandidates(LeaderboardPeriod[] periods, DateTimeOffset from, DateTimeOffset until)
    {
        Periods = periods;
        From = from;
        Until = until;
        Rows = [.. periods.SelectMany(period => (RedisValue[])
        [
            UnixTime.ToMicroseconds(period.Start),
            UnixTime.ToMicroseconds(period.End),
            Expiry(period),
            period.Name,
        ])];

        // Data lives as long as the last period that it belongs to.
        DataExpiry = periods.Any(period => period.Window.Kind == WindowKind.AllTime)
            ? 0
            : periods.Select(Expiry).DefaultIfEmpty().Max();
    }

    public IReadOnlyList<LeaderboardPeriod> Periods { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset Until { get; }

    /// <summary>For each period: from and until, when it expires, name.</summary>
    public RedisValue[] Rows { get; }

    /// <summary>In milliseconds since 1970; 0 for never.</summary>
    public long DataExpiry { get; }

    private static long Expiry(LeaderboardPeriod period) => period.Window.Kind == WindowKind.AllTime
        ? 0
        : (period.End + period.Window.Retention).ToUnixTimeMilliseconds();
}
