using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Changes of rank that a stream keeps.</summary>
public abstract class EventStreamCases(RecipeServer server) : LeaderboardCases(server)
{
    [Fact]
    public async Task Changes_of_rank_are_kept_in_order_and_read_on_from_a_position()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Events = LeaderboardEvents.Stream);
        Assert.Empty(await boards.ReadEventsAsync("b", cancellationToken: Cancellation));
        foreach ((string member, double score) in new[] { ("ada", 1.0), ("bea", 2), ("ada", 3), ("ada", 4) })
        {
            await boards.SubmitAsync("b", member, score, cancellationToken: Cancellation);
        }

        IReadOnlyList<LeaderboardRankEvent> all = await boards.ReadEventsAsync("b", cancellationToken: Cancellation);
        Assert.Equal(
            [("ada", 1, null), ("bea", 1, null), ("ada", 1, 2L)],
            all.Select(change => (change.Member.ToString(), change.Rank, change.PreviousRank)));
        Assert.Equal(
            all.Skip(1), await boards.ReadEventsAsync("b", all[0].Position, 10, Cancellation));
        Assert.Equal(all.Take(2), await boards.ReadEventsAsync("b", null, 2, Cancellation));
        Assert.Empty(await boards.ReadEventsAsync("b", all[^1].Position, 10, Cancellation));
    }

    [Fact]
    public async Task A_stream_of_events_is_bounded_and_ends_with_its_board()
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Events = LeaderboardEvents.Stream;
            options.EventStreamLength = 100;
        });
        for (int number = 0; number < 500; number++)
        {
            await boards.SubmitAsync("b", number, number, cancellationToken: Cancellation);
        }

        // Redis trims whole nodes of a hundred entries.
        Assert.InRange(
            (await boards.ReadEventsAsync("b", null, 1000, Cancellation)).Count, 100, 200);
        Assert.True(await boards.DeleteAsync("b", Cancellation));
        Assert.False(await (await DatabaseAsync()).KeyExistsAsync(KeyOf("b", "events")));
    }
}
