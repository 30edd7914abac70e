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
        Assert.True((await SubmitAsync(boards, "ada", 30, SubmitMode.Set)).IsChanged);
        Assert.True((await SubmitAsync(boards, "ada", 10, SubmitMode.Set)).IsChanged);
        Assert.False((await SubmitAsync(boards, "ada", 10, SubmitMode.Set)).IsChanged);
        Assert.Equal(10, (await boards.RankAsync("b", "ada", null, Cancellation))!.Value.Score);
    }

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst, 31)]
    [InlineData(LeaderboardOrder.LowestFirst, 29)]
    public async Task Only_a_better_score_replaces_the_best(LeaderboardOrder order, double better)
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        Assert.True((await SubmitAsync(boards, "ada", 30)).IsChanged);
        Assert.False((await SubmitAsync(boards, "ada", 30)).IsChanged);
        Assert.Equal(30, Assert.Single((await SubmitAsync(boards, "ada", 60 - better)).Standings).Score);
        Assert.Equal(better, Assert.Single((await SubmitAsync(boards, "ada", better)).Standings).Score);
    }

    [Fact]
    public async Task Increments_add_up_from_zero()
    {
        RedisLeaderboards boards = await CreateAsync();
        double[] sums = [5, 7.5, -2.5, -2.5];
        foreach ((int index, double delta) in new[] { 5, 2.5, -10, 0 }.Index())
        {
            LeaderboardSubmission submission = await SubmitAsync(boards, "ada", delta, SubmitMode.Increment);
            Assert.Equal(sums[index], submission.Standings[0].Score);
            Assert.Equal(delta != 0, submission.IsChanged);
        }
    }

    [Fact]
    public async Task A_submission_answers_rank_and_score_now_and_before()
    {
        RedisLeaderboards boards = await CreateAsync();
        await FillAsync(boards, "b", ("ada", 30), ("bea", 20));

        LeaderboardStanding first = (await SubmitAsync(boards, "cal", 10)).Standings[0];
        Assert.Equal((10, 3, null, null), (first.Score, first.Rank, first.PreviousScore, first.PreviousRank));
        Assert.Equal(0, first.Climbed);

        LeaderboardStanding second = (await SubmitAsync(boards, "cal", 40)).Standings[0];
        Assert.Equal((40, 1, 10.0, 3L), (second.Score, second.Rank, second.PreviousScore, second.PreviousRank));
        Assert.Equal(2, second.Climbed);

        LeaderboardStanding worse = (await SubmitAsync(boards, "cal", 35)).Standings[0];
        Assert.Equal((40, 1, 40.0, 1L), (worse.Score, worse.Rank, worse.PreviousScore, worse.PreviousRank));
        Assert.False(worse.IsChanged);
    }

    [Fact]
    public async Task Integers_are_exact_up_to_two_to_the_power_of_53_and_fractions_to_the_last_bit()
    {
        const double Largest = 9_007_199_254_740_992;
        RedisLeaderboards boards = await CreateAsync();
        await SubmitAsync(boards, "ada", Largest - 1, SubmitMode.Set);
        Assert.Equal(Largest, (await SubmitAsync(boards, "ada", 1, SubmitMode.Increment)).Standings[0].Score);
        foreach (double score in new[] { -0.1, 1.0 / 3, double.MaxValue, double.Epsilon, -1e-300 })
        {
            Assert.Equal(score, (await SubmitAsync(boards, "bea", score, SubmitMode.Set)).Standings[0].Score);
            Assert.Equal(score, (await boards.RankAsync("b", "bea", null, Cancellation))!.Value.Score);
        }
    }

    [Fact]
    public async Task Negative_zero_is_zero()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.DenseRanks = true);
        await FillAsync(boards, "b", ("ada", 0), ("bea", -0.0), ("cal", -1));
        var dense = new LeaderboardView { RankKind = RankKind.Dense };
        Assert.Equal([1, 1, 2], (await boards.TopAsync("b", 3, dense, Cancellation)).Select(entry => entry.Rank));
    }

    [Fact]
    public async Task Removed_members_are_gone_with_their_data_and_the_others_move_up()
    {
        RedisLeaderboards boards = await CreateAsync();
        await boards.SubmitAsync("b", "ada", 30, data: "Ada", cancellationToken: Cancellation);
        await FillAsync(boards, "b", ("bea", 20), ("cal", 10));

        Assert.Equal(2, await boards.RemoveAsync("b", ["ada", "cal", "zoe"], Cancellation));
        Assert.Equal(0, await boards.RemoveAsync("b", ["ada"], Cancellation));
        Assert.Equal(0, await boards.RemoveAsync("b", [], Cancellation));

        Assert.Null(await boards.RankAsync("b", "ada", null, Cancellation));
        Assert.Equal(["1 bea 20"], Show(await boards.TopAsync("b", 5, null, Cancellation)));
        Assert.False(await (await DatabaseAsync()).KeyExistsAsync(KeyOf("b", "data")));
    }

    [Fact]
    public async Task A_board_is_its_keys_and_ends_with_its_last_member_or_when_it_is_deleted()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.DenseRanks = true);
        IDatabase database = await DatabaseAsync();
        await boards.SubmitAsync("one", "ada", 1, cancellationToken: Cancellation);
        await boards.SubmitAsync("other", "ada", 1, data: "Ada", cancellationToken: Cancellation);
        Assert.True(await database.KeyExistsAsync(KeyOf("one")));
        Assert.True(await database.KeyExistsAsync(KeyOf("one", "levels:all")));

        await boards.RemoveAsync("one", ["ada"], Cancellation);
        Assert.False(await database.KeyExistsAsync(KeyOf("one")));
        Assert.False(await database.KeyExistsAsync(KeyOf("one", "levels:all")));
        Assert.False(await boards.DeleteAsync("one", Cancellation));
        Assert.True(await boards.DeleteAsync("other", Cancellation));
        foreach (string part in new[] { "scores:all", "levels:all", "data" })
        {
            Assert.False(await database.KeyExistsAsync(KeyOf("other", part)));
        }
    }

    [Fact]
    public async Task Boards_and_instances_do_not_see_each_other()
    {
        RedisLeaderboards boards = await CreateAsync();
        RedisLeaderboards others = await CreateAsync(options => options.KeyPrefix = Prefix + "other");
        await SubmitAsync(boards, "ada", 1);
        Assert.Equal(0, await boards.CountAsync("c", null, Cancellation));
        Assert.Equal(0, await others.CountAsync("b", null, Cancellation));
        Assert.Equal(1, await boards.CountAsync("b", null, Cancellation));
    }

    [Theory]
    [InlineData("plain", "{plain}")]
    [InlineData("{guild:7}:weekly", "{guild:7}:weekly")]
    [InlineData("a}b{c}", "a}b{c}")]
    public async Task The_hash_tag_of_a_board_is_its_own_or_its_whole_name(string board, string tagged)
    {
        RedisLeaderboards boards = await CreateAsync();
        await boards.SubmitAsync(board, "ada", 1, cancellationToken: Cancellation);
        Assert.True(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}:2:{tagged}:scores:all"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("a{b")]
    [InlineData("a}b")]
    [InlineData("{}a{b}")]
    public async Task A_board_whose_braces_are_no_hash_tag_is_refused(string board)
    {
        RedisLeaderboards boards = await CreateAsync();
        await RefusedAsync(
            boards.SubmitAsync(board, "ada", 1, cancellationToken: Cancellation),
            $"'{board}' has braces that are no hash tag");
    }

    [Fact]
    public async Task Members_may_be_any_text_and_any_bytes()
    {
        RedisValue[] members =
        [
            "naïve 🙂", "\0", "two words", "{x}", "007", new string('m', 10_000),
            new byte[] { 0xff, 0x00, 0xfe, 0x0a }, new byte[] { 0x80 },
        ];
        RedisLeaderboards boards = await CreateAsync();
        foreach ((int index, RedisValue member) in members.Index())
        {
            await boards.SubmitAsync("b", member, -index, data: member, cancellationToken: Cancellation);
        }

        LeaderboardPage top = await boards.TopAsync("b", 10, new() { WithData = true }, Cancellation);
        Assert.Equal(members.Select(Bytes), top.Select(entry => Bytes(entry.Member)));
        Assert.Equal(members.Select(Bytes), top.Select(entry => Bytes(entry.Data)));
        Assert.Equal(members.Length, await boards.RemoveAsync("b", members, Cancellation));

        static byte[] Bytes(RedisValue value) => (byte[])value!;
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_score_must_be_finite(double score)
    {
        RedisLeaderboards boards = await CreateAsync();
        foreach (SubmitMode mode in Enum.GetValues<SubmitMode>())
        {
            await RefusedAsync(
                boards.SubmitAsync("b", "ada", score, mode, cancellationToken: Cancellation), "is not finite");
            await RefusedAsync(
                boards.SubmitBatchAsync(
                    "b", [new LeaderboardScore("ada", score)], mode, Cancellation), "is not finite");
        }
    }

    [Fact]
    public async Task A_score_or_sum_out_of_bounds_changes_nothing()
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.MinScore = -10;
            options.MaxScore = 100;
        });
        await SubmitAsync(boards, "ada", 60);
        await RefusedAsync(SubmitAsync(boards, "ada", 101), "The score 101 must be between -10 and 100");
        await RefusedAsync(SubmitAsync(boards, "ada", -11, SubmitMode.Set), "-11 must be");
        await RefusedAsync(SubmitAsync(boards, "ada", 41, SubmitMode.Increment), "101 must be");
        await RefusedAsync(SubmitAsync(boards, "bea", -11, SubmitMode.Increment), "-11 must be");
        await RefusedAsync(
            boards.SubmitBatchAsync("b", [new("cal", 1), new("ada", 41)], SubmitMode.Increment, Cancellation),
            "101 must be");
        Assert.Equal(["1 ada 60"], Show(await boards.TopAsync("b", 5, null, Cancellation)));
        Assert.Equal(100, (await SubmitAsync(boards, "ada", 40, SubmitMode.Increment)).Standings[0].Score);
    }

    [Fact]
    public async Task Sums_never_overflow()
    {
        RedisLeaderboards boards = await CreateAsync();
        await SubmitAsync(boards, "ada", double.MaxValue);
        ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await SubmitAsync(boards, "ada", double.MaxValue, SubmitMode.Increment));
        Assert.Equal("score", error.ParamName);
    }

    [Fact]
    public async Task Names_must_not_be_empty()
    {
        RedisLeaderboards boards = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await SubmitAsync(boards, "ada", 1, board: ""));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await boards.DeleteAsync(null!, Cancellation));
        await RefusedAsync(SubmitAsync(boards, "", 1), "A member is null or empty");
        await RefusedAsync(SubmitAsync(boards, RedisValue.Null, 1), "A member is null or empty");
        await RefusedAsync(boards.RankAsync("b", "", null, Cancellation), "A member is null or empty");
        await RefusedAsync(boards.RemoveAsync("b", ["a", ""], Cancellation), "A member is null or empty");
        await RefusedAsync(boards.FriendsAsync("b", [""], null, Cancellation), "A member is null or empty");
    }

    [Fact]
    public async Task A_key_of_another_data_type_is_named()
    {
        RedisLeaderboards boards = await CreateAsync();
        await (await DatabaseAsync()).StringSetAsync(KeyOf("b"), "x");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await SubmitAsync(boards, "ada", 1));

        Assert.Contains("key of the board 'b' holds something else", error.Message, StringComparison.Ordinal);
        Assert.Empty(Logger[6000]);
    }

    [Fact]
    public async Task Data_is_kept_replaced_and_removed()
    {
        RedisLeaderboards boards = await CreateAsync();
        Assert.Equal("Ada", await DataAfterAsync("Ada"));
        Assert.Equal("Ada", await DataAfterAsync(RedisValue.Null));
        Assert.Equal("Ada L.", await DataAfterAsync("Ada L."));
        Assert.Equal(RedisValue.Null, await DataAfterAsync(""));

        async Task<RedisValue> DataAfterAsync(RedisValue data)
        {
            await boards.SubmitAsync("b", "ada", 1, data: data, cancellationToken: Cancellation);
            return (await boards.RankAsync("b", "ada", new() { WithData = true }, Cancellation))!.Value.Data;
        }
    }

    private static ValueTask<LeaderboardSubmission> SubmitAsync(
        RedisLeaderboards boards,
        RedisValue member,
        double score,
        SubmitMode mode = SubmitMode.Best,
        string board = "b")
        => boards.SubmitAsync(board, member, score, mode, cancellationToken: Cancellation);
}
