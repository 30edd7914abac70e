namespace Patterns.Queues.Tests.Histories;

/// <summary>The checker finds what is planted, and nothing else.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void A_history_with_failures_and_deaths_that_keeps_all_promises_passes()
        => Assert.Empty(Check(
            [
                new(1, "a", "begin", 0, 1), new(2, "a", "failed", 0, 1), new(5, "b", "begin", 0, 2),
                new(6, "b", "done", 0, 2), new(7, "a", "begin", 1, 1), new(8, "a", "killed"),
                new(12, "b", "begin", 1, 2), new(13, "b", "done", 1, 2), new(14, "b", "begin", 2, 1),
            ],
            dead: [2]));

    [Fact]
    public void A_job_that_nobody_ended_is_lost()
        => Assert.StartsWith("Job 1 is lost", Assert.Single(Check(
            [
                new(1, "a", "begin", 0, 1), new(2, "a", "done", 0, 1), new(3, "a", "begin", 2, 1),
                new(4, "a", "done", 2, 1),
            ])),
            StringComparison.Ordinal);

    [Fact]
    public void A_job_that_begins_again_though_its_worker_lives_is_a_duplicate()
        => Assert.StartsWith("Job 0 began on b while a", Assert.Single(Check(
            [
                new(1, "a", "begin", 0, 1), new(2, "b", "begin", 0, 2), new(3, "a", "done", 0, 1),
                new(4, "b", "done", 0, 2), new(5, "b", "killed"),
            ],
            dead: [1, 2])),
            StringComparison.Ordinal);

    [Fact]
    public void A_job_that_begins_again_after_its_worker_or_Redis_was_in_trouble_is_none()
    {
        foreach (HistoryEvent trouble in (HistoryEvent[])[
            new(2, "a", "killed"), new(2, "a", "paused"), new(2, "server", "redis"), new(0, "a", "paused")])
        {
            Assert.Empty(Check(
                [trouble, new(1, "a", "begin", 0, 1), new(3, "b", "begin", 0, 2), new(4, "b", "done", 0, 2)],
                dead: [1, 2]));
        }
    }

    [Fact]
    public void A_job_that_overtakes_another_of_its_group_is_out_of_order()
        => Assert.StartsWith("Job 2 of group g began before job 0 had ended", Assert.Single(Check(
            [
                new(1, "a", "begin", 0, 1), new(2, "a", "begin", 2, 1), new(3, "a", "done", 0, 1),
                new(4, "a", "done", 2, 1),
            ],
            dead: [1])),
            StringComparison.Ordinal);

    // Jobs 0 and 2 are of one group.
    private static string[] Check(HistoryEvent[] events, int[]? dead = null)
        => [.. new HistoryChecker(events, 3, job => job == 1 ? null : "g", (dead ?? []).ToHashSet()).Violations()];
}
