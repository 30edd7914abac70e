using Patterns.Core.Resilience;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Redis is slow, gone, or answers with errors.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class RedisFailureCases(InterruptibleServer server) : LeaderboardCases(server), IAsyncDisposable
{
    private static readonly TimeSpan _redisTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _breakDuration = TimeSpan.FromSeconds(5);

    private readonly InterruptibleServer _server = server;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_redis_that_does_not_answer_costs_one_timeout_and_the_outcome_is_unknown()
    {
        using var measurements = new Measurements("Patterns.Leaderboards", Prefix);
        RedisLeaderboards boards = await CreateImpatientAsync();
        await boards.SubmitAsync("b", "bea", 1, cancellationToken: Cancellation);
        await _server.PauseAsync();
        Task<LeaderboardSubmission> increment = boards
            .SubmitAsync("b", "ada", 1, SubmitMode.Increment, cancellationToken: Cancellation)
            .AsTask();
        Assert.False(increment.IsCompleted);

        await Clock.AdvanceAsync(_redisTimeout, Cancellation);

        LeaderboardUnavailableException error =
            await Assert.ThrowsAsync<LeaderboardUnavailableException>(() => Eventually.ResultAsync(increment));
        Assert.Equal(RedisFailure.Timeout, error.Failure);
        Assert.True(error.IsOutcomeUnknown);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Contains("submit on the board 'b'", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            1, measurements.Sum("patterns.leaderboard.redis.failures", "submit(scale,levels,periods) timeout"));
        Assert.Equal(1, measurements.Count("patterns.leaderboard.submissions"));
        Assert.Single(Logger[6000]);

        // It was unknown with good reason: the command had arrived.
        _server.LetRun();
        await Eventually.TrueAsync(
            async () => await (await DatabaseAsync()).SortedSetScoreAsync(KeyOf("b"), "ada") == 1,
            "the increment happened");
    }

    [Fact]
    public async Task A_redis_that_stays_away_is_not_asked_until_the_break_is_over()
    {
        RedisLeaderboards boards = await CreateImpatientAsync();
        CommandLog log = await LogCommandsAsync();
        await _server.PauseAsync();
        await FailAsync(boards, times: 1);
        await FailAsync(boards, times: 4);
        log.Take();

        LeaderboardUnavailableException error = await Assert.ThrowsAsync<LeaderboardUnavailableException>(
            async () => await boards.SubmitAsync("b", "ada", 1, cancellationToken: Cancellation));
        Assert.Equal(RedisFailure.Rejected, error.Failure);
        Assert.False(error.IsOutcomeUnknown);
        Assert.Equal("", log.Take());

        _server.LetRun();
        await Clock.AdvanceAsync(_breakDuration, Cancellation);
        Assert.True((await boards.SubmitAsync("b", "ada", 1, cancellationToken: Cancellation)).IsChanged);
        await Clock.AdvanceAsync(_breakDuration, Cancellation);
        Assert.Equal(1, await boards.CountAsync("b", null, Cancellation));
        Assert.Single(Logger[6000]);
        Assert.Single(Logger[6001]);
    }

    [Fact]
    public async Task A_caller_can_leave_a_redis_that_does_not_answer()
    {
        RedisLeaderboards boards = await CreateImpatientAsync();
        await boards.CountAsync("b", null, Cancellation);
        using var leaves = new CancellationTokenSource();
        await _server.PauseAsync();
        Task<long> count = boards.CountAsync("b", null, leaves.Token).AsTask();

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => count);
        Assert.Empty(Logger[6000]);
    }

    private Task<RedisLeaderboards> CreateImpatientAsync()
        => CreateAsync(options =>
        {
            options.RedisTimeout = _redisTimeout;
            options.RedisCircuit.BreakDuration = _breakDuration;
            options.RedisCircuit.MinimumThroughput = 4;
        });

    private async Task FailAsync(RedisLeaderboards boards, int times)
    {
        Task<long>[] counts =
            [.. Enumerable.Range(0, times).Select(_ => boards.CountAsync("b", null, Cancellation).AsTask())];
        await Clock.AdvanceAsync(_redisTimeout, Cancellation);
        foreach (Task<long> count in counts)
        {
            await Assert.ThrowsAsync<LeaderboardUnavailableException>(() => Eventually.ResultAsync(count));
        }
    }
}
