using System.Diagnostics;
using Patterns.Queues;
using Tour.Reports;
using Tour.Servers;

namespace Tour.Chapters.Queue;

/// <summary>A report is to be written for each city. Two worker processes drain the queue, and one of them is killed
/// when half of the reports are there.</summary>
internal sealed class QueueChapter : ITourChapter
{
    private const int JobsPerReader = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    public string Title => "A queue whose worker is killed halfway (Patterns.Queues)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        // A prefix of this run's own: what an interrupted run left behind is not found.
        string prefix = $"tour-{Guid.NewGuid():N}";
        try
        {
            return await RunAsync(context, prefix, cancellationToken);
        }
        finally
        {
            await new KeyGroup(context.Server.Connection, prefix).DeleteAsync();
        }
    }

    private static async Task<ChapterResult> RunAsync(
        ChapterContext context, string prefix, CancellationToken cancellationToken)
    {
        int jobs = Math.Min(context.Cities.Count, context.Options.Readers * JobsPerReader);
        var reports = new CityReports(context.Server.Connection.GetDatabase(), prefix);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<EnqueueResult> sent =
            await reports.Queue.EnqueueManyAsync(Enumerable.Range(0, jobs), null, cancellationToken);
        TimeSpan sending = Stopwatch.GetElapsedTime(start);

        string configuration = context.Server.Connection.Configuration;
        start = Stopwatch.GetTimestamp();
        using ReportWorkerProcess survivor = ReportWorkerProcess.Start(configuration, prefix, context.Options.Fault);
        using ReportWorkerProcess victim = ReportWorkerProcess.Start(configuration, prefix, context.Options.Fault);
        await UntilAsync(
            async () => await reports.CountAsync() >= jobs / 2, "half of the reports are written", cancellationToken);
        long before = await reports.CountAsync();
        victim.Kill();
        QueueStatistics orphaned = await reports.Queue.GetStatisticsAsync(cancellationToken);
        await UntilAsync(
            async () => await reports.Queue.GetStatisticsAsync(cancellationToken) is { Ready: 0, Pending: 0 },
            "the queue is empty",
            cancellationToken);
        TimeSpan draining = Stopwatch.GetElapsedTime(start);

        var invariants = new Invariants();
        await CheckAsync(reports, jobs, sent, invariants, cancellationToken);
        return new ChapterResult(
            new ResultTable(
                ["Step", "Result"],
                [
                    ["Sent", $"{jobs:N0} jobs in {sending.TotalMilliseconds:N0} ms"],
                    ["One of two workers killed", $"after {before:N0} reports"],
                    ["In the hands of both then", $"{orphaned.Pending:N0} jobs"],
                    ["Recovered", $"{await reports.CountRecoveredAsync():N0} jobs, by the other worker"],
                    ["Drained", $"after {draining.TotalSeconds:N1} s, a lease of 3 s included"],
                ]),
            invariants);
    }

    private static async Task CheckAsync(
        CityReports reports,
        int jobs,
        IReadOnlyList<EnqueueResult> sent,
        Invariants invariants,
        CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<int, int> written = await reports.ReadAsync();
        QueueStatistics left = await reports.Queue.GetStatisticsAsync(cancellationToken);
        int wrong = Enumerable.Range(0, jobs).Count(job => written.GetValueOrDefault(job) != 1);
        invariants.Require(
            "Every report is written exactly once, though a worker was killed",
            wrong == 0,
            $"{wrong:N0} of {jobs:N0} are missing or there twice");
        invariants.Require(
            "Nothing is left in the queue, and nothing is a dead letter",
            left is { Ready: 0, Pending: 0, Delayed: 0, DeadLetters: 0 },
            $"there is {left}");
        int accepted = sent.Count(result => result.IsAccepted);
        invariants.Require("Every job is accepted", accepted == jobs, $"{accepted:N0} of {jobs:N0} are");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TourException($"After {Patience} it is not so that {what}.");
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }
}
