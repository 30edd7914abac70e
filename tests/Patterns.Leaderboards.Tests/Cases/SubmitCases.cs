using Patterns.Fixtures;
using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Submitting scores and taking members off again.</summary>
public abstract class SubmitCases(RecipeServer server) : LeaderboardCases(server)
{
    [Fact]
    public async Task A_set_score_replaces_whatever_was_there()
    {
        RedisLeaderboards boards = await CreateAsync();
        Assert.True(await boards.SetAsync("b", "ada", 30, Cancellation));
        Assert.True(await boards.SetAsync("b", "ada", 10, Cancellation));
        Assert.False(await boards.SetAsync("b", "ada", 10, Cancellation));
        Assert.Equal(10, await boards.GetScoreAsync("b", "ada", Cancellation));
    }

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst, 31)]
    [InlineData(LeaderboardOrder.LowestFirst, 29)]
    public async Task Only_a_better_score_replaces_the_best(LeaderboardOrder order, double better)
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        Assert.True(await boards.SubmitBestAsync("b", "ada", 30, Cancellation));
        Assert.False(await boards.SubmitBestAsync("b", "ada", 30, Cancellation));
        Assert.False(await boards.SubmitBestAsync("b", "ada", 60 - better, Cancellation));
        Assert.Equal(30, await boards.GetScoreAsync("b", "ada", Cancellation));

        Assert.True(await boards.SubmitBestAsync("b", "ada", better, Cancellation));
        Assert.Equal(better, await boards.GetScoreAsync("b", "ada", Cancellation));
    }

    [Fact]
    public async Task Increments_add_up_from_zero()
    {
        RedisLeaderboards boards = await CreateAsync();
        Assert.Equal(5, await boards.IncrementAsync("b", "ada", 5, Cancellation));
        Assert.Equal(7.5, await boards.IncrementAsync("b", "ada", 2.5, Cancellation));
        Assert.Equal(-2.5, await boards.IncrementAsync("b", "ada", -10, Cancellation));
        Assert.Equal(-2.5, await boards.GetScoreAsync("b", "ada", Cancellation));
    }

    [Fact]
    public async Task Concurrent_increments_all_count()
    {
        RedisLeaderboards boards = await CreateAsync();
        double[] scores = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => boards.IncrementAsync("b", "ada", 1, Cancellation).AsTask()));

        Assert.Equal(Enumerable.Range(1, 200).Select(score => (double)score), scores.Order());
    }

    [Fact]
    public async Task Integers_are_exact_up_to_two_to_the_power_of_53()
    {
        const double Largest = 9_007_199_254_740_992;
        RedisLeaderboards boards = await CreateAsync();
        await boards.SetAsync("b", "ada", Largest - 1, Cancellation);
        Assert.Equal(Largest, await boards.IncrementAsync("b", "ada", 1, Cancellation));
        await boards.SetAsync("b", "bea", -0.1, Cancellation);
        Assert.Equal(-0.1, await boards.GetScoreAsync("b", "bea", Cancellation));
    }

    [Fact]
    public async Task A_removed_member_is_gone_and_the_others_move_up()
    {
        RedisLeaderboards boards = await CreateAsync();
        await boards.SetAsync("b", "ada", 30, Cancellation);
        await boards.SetAsync("b", "bea", 20, Cancellation);

        Assert.True(await boards.RemoveAsync("b", "ada", Cancellation));
        Assert.False(await boards.RemoveAsync("b", "ada", Cancellation));

        Assert.Null(await boards.GetScoreAsync("b", "ada", Cancellation));
        Assert.Equal(1, await boards.GetRankAsync("b", "bea", Cancellation));
    }

    [Fact]
    public async Task A_board_is_its_key_and_ends_with_its_last_member_or_when_it_is_deleted()
    {
        RedisLeaderboards boards = await CreateAsync();
        IDatabase database = await DatabaseAsync();
        await boards.SetAsync("one", "ada", 1, Cancellation);
        await boards.SetAsync("other", "ada", 1, Cancellation);
        Assert.True(await database.KeyExistsAsync(KeyOf("one")));

        await boards.RemoveAsync("one", "ada", Cancellation);
        Assert.False(await database.KeyExistsAsync(KeyOf("one")));
        Assert.False(await boards.DeleteAsync("one", Cancellation));
        Assert.True(await boards.DeleteAsync("other", Cancellation));
        Assert.Equal(0, await boards.CountAsync("other", Cancellation));
    }

    [Fact]
    public async Task Boards_and_instances_do_not_see_each_other()
    {
        RedisLeaderboards boards = await CreateAsync();
        RedisLeaderboards others = await CreateAsync(options => options.KeyPrefix = Prefix + "other");
        await boards.SetAsync("b", "ada", 1, Cancellation);
        Assert.Equal(0, await boards.CountAsync("c", Cancellation));
        Assert.Equal(0, await others.CountAsync("b", Cancellation));
    }

    [Theory]
    [InlineData("plain", "{plain}")]
    [InlineData("{guild:7}:weekly", "{guild:7}:weekly")]
    [InlineData("a}b{c}", "a}b{c}")]
    public async Task The_hash_tag_of_a_board_is_its_own_or_its_whole_name(string board, string tagged)
    {
        RedisLeaderboards boards = await CreateAsync();
        await boards.SetAsync(board, "ada", 1, Cancellation);
        Assert.True(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}:1:{tagged}:scores"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("a{b")]
    [InlineData("a}b")]
    [InlineData("{}a{b}")]
    public async Task A_board_whose_braces_are_no_hash_tag_is_refused(string board)
    {
        RedisLeaderboards boards = await CreateAsync();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await boards.SetAsync(board, "ada", 1, Cancellation));
        Assert.Contains($"'{board}' has braces that are no hash tag", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_may_be_any_text()
    {
        string[] members = ["naïve 🙂", "\0", "two words", "{x}", new string('m', 10_000)];
        RedisLeaderboards boards = await CreateAsync();
        for (int i = 0; i < members.Length; i++)
        {
            await boards.SetAsync("b", members[i], -i, Cancellation);
        }

        IReadOnlyList<LeaderboardEntry> top = await boards.GetTopAsync("b", 10, Cancellation);
        Assert.Equal(members, top.Select(entry => entry.Member));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_score_must_be_finite(double score)
    {
        RedisLeaderboards boards = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await boards.SetAsync("b", "ada", score, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await boards.SubmitBestAsync("b", "ada", score, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await boards.IncrementAsync("b", "ada", score, Cancellation));
    }

    [Fact]
    public async Task Names_must_not_be_empty()
    {
        RedisLeaderboards boards = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await boards.SetAsync("", "ada", 1, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await boards.SetAsync("b", "", 1, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await boards.SubmitBestAsync("b", "", 1, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(
            async () => await boards.IncrementAsync("b", null!, 1, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await boards.RemoveAsync("b", "", Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await boards.DeleteAsync(null!, Cancellation));
    }

    [Fact]
    public async Task A_key_of_another_data_type_is_named()
    {
        RedisLeaderboards boards = await CreateAsync();
        await (await DatabaseAsync()).StringSetAsync(KeyOf("b"), "x");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await boards.SetAsync("b", "ada", 1, Cancellation));

        Assert.Contains("board 'b' holds something else", error.Message, StringComparison.Ordinal);
        Assert.Empty(Logger[6000]);
    }
}
