using System.Diagnostics;
using System.Globalization;

namespace Patterns.Queues.Tests.Histories;

/// <summary>Says what in a history breaks a promise of the queue.</summary>
/// <param name="events">What happened, in any order.</param>
/// <param name="jobs">How many jobs were sent.</param>
/// <param name="groupOf">The group of a job, or null.</param>
/// <param name="dead">The jobs that are dead letters.</param>
internal sealed class HistoryChecker(
    IEnumerable<HistoryEvent> events, int jobs, Func<int, string?> groupOf, IReadOnlySet<int> dead)
{
    private readonly HistoryEvent[] _events = [.. events.OrderBy(happened => happened.At)];

    public IEnumerable<string> Violations() => Lost().Concat(Duplicated()).Concat(OutOfOrder());

    /// <summary>How often a job came again after an attempt that was not known to have failed.</summary>
    public int CountRecoveries() => ByJob().Sum(history =>
    {
        int begun = history.Count(happened => happened.What == "begin");
        return Math.Max(0, begun - 1 - history.Count(happened => happened.What == "failed"));
    });

    /// <summary>How often a job was done again, because nobody knew that it was.</summary>
    public int CountRepetitions()
        => ByJob().Sum(history => Math.Max(0, history.Count(happened => happened.What == "done") - 1));

    private IEnumerable<string> Lost()
    {
        HashSet<int> done = [.. _events.Where(happened => happened.What == "done").Select(happened => happened.Job)];
        return from job in Enumerable.Range(0, jobs)
               where !done.Contains(job) && !dead.Contains(job)
               select $"Job {job} is lost: it was neither done nor given up.";
    }

    /// <summary>A job begins again only after it failed, or after its worker or Redis was in trouble.</summary>
    private IEnumerable<string> Duplicated()
    {
        foreach (HistoryEvent[] history in ByJob())
        {
            HistoryEvent? before = null;
            foreach (HistoryEvent happened in history)
            {
                if (happened.What == "begin")
                {
                    if (before is not null && !HadTrouble(before.Worker, before.At, happened.At))
                    {
                        yield return $"Job {happened.Job} began on {happened.Worker} while {before.Worker}, which had "
                            + $"no trouble, was at it or had done it: {Tell(history)}.";
                    }

                    before = happened;
                }
                else if (happened.What == "failed" && happened.Worker == before?.Worker)
                {
                    before = null;
                }
            }
        }
    }

    /// <summary>Jobs of a group begin for the first time in the order of sending, and none before the one before it has
    /// ended for good.</summary>
    private IEnumerable<string> OutOfOrder()
    {
        var firstBegin = ByJob().ToDictionary(
            history => history[0].Job, history => history.First(happened => happened.What == "begin").At);
        var end = ByJob().ToDictionary(
            history => history[0].Job,
            history => history.FirstOrDefault(happened => happened.What == "done")?.At);
        foreach (IGrouping<string, int> group in Enumerable.Range(0, jobs)
            .Where(job => groupOf(job) is not null && firstBegin.ContainsKey(job))
            .GroupBy(job => groupOf(job)!))
        {
            int[] order = [.. group];
            for (int i = 1; i < order.Length; i++)
            {
                (int before, int after) = (order[i - 1], order[i]);
                bool ended = dead.Contains(before) || end[before] < firstBegin[after];
                if (!ended || firstBegin[before] > firstBegin[after])
                {
                    yield return $"Job {after} of group {group.Key} began before job {before} had ended.";
                }
            }
        }
    }

    private string Tell(HistoryEvent[] history) => string.Join(", ", history.Select(happened =>
    {
        double at = Stopwatch.GetElapsedTime(_events[0].At, happened.At).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{at:F2} s {happened.Worker} {happened.What}");
    }));

    private IEnumerable<HistoryEvent[]> ByJob() =>
        from happened in _events
        where happened.Job >= 0
        group happened by happened.Job into history
        select history.ToArray();

    // A worker that was stopped before and is not awake again is in trouble, too.
    private bool HadTrouble(string worker, long from, long until)
    {
        bool paused = _events.LastOrDefault(happened =>
            happened.At < from && happened.Worker == worker && happened.What is ("paused" or "resumed")) is
            { What: "paused" };
        return paused || _events.Any(happened =>
            happened.At >= from && happened.At <= until && (happened.Worker == worker
                ? happened.What is "killed" or "paused"
                : happened.What == "redis"));
    }
}
