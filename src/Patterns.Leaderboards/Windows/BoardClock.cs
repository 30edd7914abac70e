using System.Collections.Concurrent;
using Patterns.Core.Time;

namespace Patterns.Leaderboards.Windows;

/// <summary>What time it is for the boards: the server's time as far as it is known, and the periods of windows around
/// it.</summary>
/// <remarks>Scripts choose periods by the server's own clock. This clock only says between which periods the choice
/// is; it follows the server's from reply to reply.</remarks>
/// <param name="windows">The windows of the boards.</param>
/// <param name="zone">The time zone of their periods.</param>
/// <param name="timeProvider">The local clock.</param>
internal sealed class BoardClock(
    IReadOnlyList<LeaderboardWindow> windows, TimeZoneInfo zone, TimeProvider timeProvider)
{
    public static readonly TimeSpan Tolerance = ServerClock.Tolerance;

    private readonly Calendar _calendar = new(zone);
    private readonly ConcurrentDictionary<string, LeaderboardPeriod> _current = new(StringComparer.Ordinal);
    private readonly ServerClock _server = new(timeProvider);
    private PeriodCandidates? _candidates;

    /// <summary>What the server's clock is thought to say.</summary>
    public DateTimeOffset Now => _server.Now;

    /// <summary>Takes the server's time from a reply that has just come, in microseconds since 1970.</summary>
    public void Learn(long microseconds) => _server.Learn(microseconds);

    public LeaderboardPeriod PeriodOf(LeaderboardWindow window, DateTimeOffset instant)
    {
        if (_current.TryGetValue(window.Name, out LeaderboardPeriod? period)
            && instant >= period.Start && instant < period.End && period.Window == window)
        {
            return period;
        }

        period = _calendar.Of(window, instant);
        _current[window.Name] = period;
        return period;
    }

    /// <summary>For each window the period that the server's clock may be in: one, or two about a boundary, or none
    /// where no season is on.</summary>
    public PeriodCandidates Candidates(DateTimeOffset now)
    {
        PeriodCandidates? candidates = Volatile.Read(ref _candidates);
        if (candidates is null || now < candidates.From || now >= candidates.Until)
        {
            candidates = FindCandidates(now);
            Volatile.Write(ref _candidates, candidates);
        }

        return candidates;
    }

    private PeriodCandidates FindCandidates(DateTimeOffset now)
    {
        var found = new List<LeaderboardPeriod>(windows.Count + 2);
        DateTimeOffset until = DateTimeOffset.MaxValue;
        foreach (LeaderboardWindow window in windows)
        {
            LeaderboardPeriod early = _calendar.Of(window, now - Tolerance);
            LeaderboardPeriod late = now + Tolerance < early.End ? early : _calendar.Of(window, now + Tolerance);
            bool isOver = now - Tolerance >= early.End, isToCome = now + Tolerance < early.Start;
            if (!isOver && !isToCome)
            {
                found.Add(early);
            }

            if (late.Start != early.Start)
            {
                found.Add(late);
            }

            // About each boundary the candidates change twice.
            foreach (DateTimeOffset boundary in (DateTimeOffset[])[early.Start, early.End, late.End])
            {
                if (boundary == DateTimeOffset.MaxValue)
                {
                    continue;
                }

                foreach (DateTimeOffset change in (DateTimeOffset[])[boundary - Tolerance, boundary + Tolerance])
                {
                    until = change > now && change < until ? change : until;
                }
            }
        }

        return new PeriodCandidates([.. found], now, until, Tolerance);
    }

    /// <summary>All periods whose scores Redis may still have.</summary>
    public IEnumerable<LeaderboardPeriod> Retained(DateTimeOffset now)
    {
        foreach (LeaderboardWindow window in windows)
        {
            LeaderboardPeriod period = _calendar.Of(window, now + Tolerance);
            yield return period;
            while (window.Kind is not (WindowKind.AllTime or WindowKind.Season)
                && period.Start + window.Retention + Tolerance > now)
            {
                period = _calendar.Of(window, period.Start.AddTicks(-1));
                yield return period;
            }
        }
    }

    /// <summary>The periods of one window that begin within another period.</summary>
    public IEnumerable<LeaderboardPeriod> Within(LeaderboardPeriod whole, LeaderboardWindow window)
    {
        for (LeaderboardPeriod period = _calendar.Of(window, whole.Start);
            period.Start < whole.End;
            period = _calendar.Of(window, period.End))
        {
            if (period.Start >= whole.Start)
            {
                yield return period;
            }

            if (period.End == DateTimeOffset.MaxValue)
            {
                yield break;
            }
        }
    }
}
