using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Changes of rank that are told on a channel.</summary>
public abstract class EventCases(RecipeServer server) : LeaderboardCases(server)
{
    [Fact]
    public async Task Changes_of_rank_among_the_first_are_told()
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Events = LeaderboardEvents.Channel;
            options.EventRank = 2;
        });
        RedisValue odd = new byte[] { 0xff, 0x20, 0x00 };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using IAsyncEnumerator<LeaderboardRankEvent> changes =
            boards.ListenAsync("b", enough.Token).GetAsyncEnumerator(enough.Token);
        Task<bool> first = changes.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(
            async () => (long)(await (await ConnectAsync()).GetServer(KeyOf("b", "events"))
                .ExecuteAsync("PUBSUB", "NUMSUB", (string)KeyOf("b", "events")!))[1] == 1,
            "somebody listens");

        await SubmitAsync("ada", 10);
        await SubmitAsync("bea", 5);
        await SubmitAsync("cal", 1);    // third: not told
        await SubmitAsync("bea", 7);    // stays second: not told
        await SubmitAsync(odd, 20);
        await SubmitAsync("cal", 8);    // from fourth to third: not told
        await SubmitAsync("bea", 15.5);

        Assert.True(await Eventually.ResultAsync(first));
        Assert.Equal(new LeaderboardRankEvent("all", "ada", 1, null, 10), changes.Current);
        LeaderboardRankEvent[] expected =
        [
            new("all", "bea", 2, null, 5),
            new("all", odd, 1, null, 20),
            new("all", "bea", 2, 4, 15.5),
        ];
        foreach (LeaderboardRankEvent change in expected)
        {
            Assert.True(await Eventually.ResultAsync(changes.MoveNextAsync().AsTask()));
            Assert.Equal(change with { Member = "" }, changes.Current with { Member = "" });
            Assert.Equal((byte[])change.Member!, (byte[])changes.Current.Member!);
        }

        await enough.CancelAsync();

        async Task SubmitAsync(RedisValue member, double score)
            => await boards.SubmitAsync("b", member, score, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Boards_that_tell_nothing_say_so()
    {
        RedisLeaderboards boards = await CreateAsync();
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await boards.ReadEventsAsync("b", cancellationToken: Cancellation));
        Assert.Contains("Events is None, but must be Stream", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => boards.ListenAsync("b", Cancellation));
    }
}
