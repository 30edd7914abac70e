using Patterns.Core.Time;
using Patterns.Leaderboards.Ranking;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Windows;

/// <summary>The periods that the server's clock may be in, as scripts are told of them. They are the same for most
/// submissions, so they are worded once.</summary>
internal sealed class PeriodCandidates
{
    /// <param name="periods">The periods.</param>
    /// <param name="from">When they began to be the candidates.</param>
    /// <param name="until">When others are.</param>
    /// <param name="tolerance">By how much the server's clock may be off before and after that.</param>
    public PeriodCandidates(
        LeaderboardPeriod[] periods, DateTimeOffset from, DateTimeOffset until, TimeSpan tolerance)
    {
        Periods = periods;
        From = from;
        Until = until;
        Rankings = [.. periods.Select(period => new RankingKeys(period.Name))];

        // Data lives as long as the last period that it belongs to.
        double dataExpiry = periods.Any(period => period.Window.Kind == WindowKind.AllTime)
            ? 0
            : periods.Select(Expiry).DefaultIfEmpty().Max();
        Packed = PackedNumbers.Of(
        [
            Microseconds(from) - UnixTime.ToMicroseconds(tolerance),
            Microseconds(until) + UnixTime.ToMicroseconds(tolerance),
            dataExpiry,
            .. periods.SelectMany(period => (double[])
                [Microseconds(period.Start), Microseconds(period.End), Expiry(period)]),
        ]);
    }

    public LeaderboardPeriod[] Periods { get; }

    /// <summary>What the keys of each of them end with.</summary>
    public RankingKeys[] Rankings { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset Until { get; }

    /// <summary>From when and until when the server's clock is in one of them, and when data expires; then for each
    /// period: from and until, and when it expires, or 0.</summary>
    public RedisValue Packed { get; }

    private static double Microseconds(DateTimeOffset moment) => UnixTime.ToMicroseconds(moment);

    private static double Expiry(LeaderboardPeriod period) => period.Window.Kind == WindowKind.AllTime
        ? 0
        : (period.End + period.Window.Retention).ToUnixTimeMilliseconds();
}
