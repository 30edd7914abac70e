using System.Collections.Concurrent;
using System.Diagnostics;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>What an operator sees.</summary>
public abstract class TelemetryCases(RecipeServer server) : LeaderboardCases(server)
{
    [Fact]
    public async Task Submissions_and_durations_are_measured()
    {
        using var measurements = new Measurements("Patterns.Leaderboards", Prefix);
        RedisLeaderboards boards = await CreateAsync();
        await boards.SubmitAsync("b", "ada", 3, cancellationToken: Cancellation);
        int calls = measurements.Count("patterns.leaderboard.redis.duration");
        await boards.SubmitAsync("b", "ada", 2, cancellationToken: Cancellation);
        await boards.SubmitBatchAsync("b", [new("ada", 1), new("bea", 1)], cancellationToken: Cancellation);
        await boards.TopAsync("b", 1, null, Cancellation);

        Assert.Equal(2, measurements.Sum("patterns.leaderboard.submissions", "changed"));
        Assert.Equal(2, measurements.Sum("patterns.leaderboard.submissions", "unchanged"));
        Assert.Equal(calls + 3, measurements.Count("patterns.leaderboard.redis.duration"));
        Assert.Equal(0, measurements.Count("patterns.leaderboard.redis.failures"));
    }

    [Fact]
    public async Task Every_operation_is_a_span_with_its_board()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Patterns.Leaderboards",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        RedisLeaderboards boards = await CreateAsync();
        using Activity request = new Activity("request").Start();

        await boards.SubmitAsync("b", "ada", 2, cancellationToken: Cancellation);
        await boards.AroundAsync("b", "ada", 2, null, Cancellation);

        Activity[] mine = [.. spans.Where(span => span.TraceId == request.TraceId)];
        Assert.Equal(["leaderboard.submit", "leaderboard.around"], mine.Select(span => span.OperationName));
        Assert.All(mine, span => Assert.Equal("b", span.GetTagItem("patterns.leaderboard.board")));
    }
}
