using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Sharding;

/// <summary>What happens while a member moves from one shard to another, between any two commands.</summary>
public abstract class MovingCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";
    private const int ShardsBefore = 2;
    private const int ShardsAfter = 5;

    // More than any operation sends: a step that does not come ends the loop.
    private const int MaxSteps = 30;

    /// <summary>A member of the first shard that moves to the last.</summary>
    private static readonly string _mover = Enumerable.Range(0, 1_000).Select(number => $"m{number}").First(member
        => ShardMap.Find(member, ShardsBefore) == 0 && ShardMap.Find(member, ShardsAfter) == ShardsAfter - 1);

    public enum Removal
    {
        OfMember,
        OfBoard,
    }

    [Theory]
    [InlineData(Removal.OfMember)]
    [InlineData(Removal.OfBoard)]
    public async Task A_member_that_is_removed_while_it_is_moved_does_not_come_back(Removal removal)
    {
        RedisShardedLeaderboards others = await CreateMovingAsync();
        await AtEveryStepAsync(
            () => RemoveAsync(others, removal),
            boards => boards.RebalanceAsync(Board, Cancellation),
            async (_, step) => Assert.True(
                await others.CountAsync(Board, Cancellation) == 0,
                $"It is back when it was removed before step {step}."));
    }

    [Theory]
    [InlineData(Removal.OfMember)]
    [InlineData(Removal.OfBoard)]
    public async Task A_submission_does_not_bring_back_a_score_that_is_removed_meanwhile(Removal removal)
    {
        RedisShardedLeaderboards others = await CreateMovingAsync();
        await AtEveryStepAsync(
            () => RemoveAsync(others, removal),
            boards => boards.SubmitAsync(Board, _mover, 1, SubmitMode.Increment, Cancellation).AsTask(),
            async (submission, step) =>
            {
                ShardedRank? rank = await others.RankAsync(Board, _mover, true, Cancellation);

                // Either it was removed before, or the sum that was submitted was.
                Assert.True(
                    (submission.PreviousScore, submission.Score, rank?.Score) is (null, 1, 1) or (100, 101, null),
                    $"Before step {step}: {submission}, then {rank}");
            });
    }

    [Fact]
    public async Task Two_submissions_that_bring_the_same_member_both_count()
    {
        RedisShardedLeaderboards others = await CreateMovingAsync();
        await AtEveryStepAsync(
            () => others.SubmitAsync(Board, _mover, 10, SubmitMode.Increment, Cancellation).AsTask(),
            boards => boards.SubmitAsync(Board, _mover, 1, SubmitMode.Increment, Cancellation).AsTask(),
            async (_, _) =>
            {
                Assert.Equal(111, (await others.RankAsync(Board, _mover, true, Cancellation))?.Score);
                Assert.Equal(1, await others.CountAsync(Board, Cancellation));
            });
    }

    [Fact]
    public async Task A_member_that_moves_while_it_is_read_is_not_missed()
    {
        RedisShardedLeaderboards others = await CreateMovingAsync();
        Task MoveAsync() => others.RebalanceAsync(Board, Cancellation);

        await AtEveryStepAsync(
            MoveAsync,
            boards => boards.RankAsync(Board, _mover, true, Cancellation).AsTask(),
            (rank, _) => Equal((1, 100.0), (rank?.Rank, rank?.Score)));
        await AtEveryStepAsync(
            MoveAsync,
            boards => boards.TopAsync(Board, 10, Cancellation).AsTask(),
            (top, _) => Equal([$"1 {_mover} 100"], Show(top)));
        await AtEveryStepAsync(
            MoveAsync,
            boards => boards.CountAsync(Board, Cancellation).AsTask(),
            (count, _) => Equal(true, count > 0));
    }

    [Theory]
    [InlineData(7, 6)]
    [InlineData(3, 4)]
    public async Task A_member_that_an_ended_process_left_in_two_shards_is_on_the_board_once(double score, double other)
    {
        RedisShardedLeaderboards before = await CreateAsync(ShardsBefore, null);
        RedisShardedLeaderboards during = await CreateMovingAsync();
        await during.SubmitAsync(Board, _mover, score, cancellationToken: Cancellation);
        await during.SubmitAsync(Board, "other", other, cancellationToken: Cancellation);
        await before.SubmitAsync(Board, _mover, 5, cancellationToken: Cancellation);

        string[] expected = score > other ? [$"1 {_mover} 7", "2 other 6"] : ["1 other 4", $"2 {_mover} 3"];
        Assert.Equal(expected, Show(await during.TopAsync(Board, 10, Cancellation)));
        Assert.Equal(score, (await during.RankAsync(Board, _mover, true, Cancellation))?.Score);
        await during.RebalanceAsync(Board, Cancellation);
        Assert.Equal(2, await during.CountAsync(Board, Cancellation));
        Assert.Equal(expected, Show(await during.TopAsync(Board, 10, Cancellation)));
    }

    [Fact]
    public async Task A_member_whose_sum_is_refused_keeps_its_score()
    {
        RedisShardedLeaderboards before = await CreateAsync(ShardsBefore, null);
        await before.SubmitAsync(Board, _mover, double.MaxValue, cancellationToken: Cancellation);
        RedisShardedLeaderboards during = await CreateMovingAsync();
        await RefusedAsync(
            during.SubmitAsync(Board, _mover, double.MaxValue, SubmitMode.Increment, Cancellation), "is not finite");
        Assert.Equal(double.MaxValue, (await during.RankAsync(Board, _mover, true, Cancellation))?.Score);
    }

    [Fact]
    public async Task Shards_that_go_give_their_members_to_those_that_stay()
    {
        RedisShardedLeaderboards before = await CreateAsync(ShardsAfter, null);
        RedisShardedLeaderboards during = await CreateAsync(ShardsBefore, ShardsAfter);
        RedisShardedLeaderboards after = await CreateAsync(ShardsBefore, null);
        for (int number = 0; number < 50; number++)
        {
            await before.SubmitAsync(Board, $"m{number}", number, cancellationToken: Cancellation);
        }

        Assert.Equal(50, await during.CountAsync(Board, Cancellation));
        Assert.InRange(await during.RebalanceAsync(Board, Cancellation), 1, 49);
        Assert.Equal(
            Enumerable.Range(0, 50).Reverse().Select(number => $"{50 - number} m{number} {number}"),
            Show(await after.TopAsync(Board, 50, Cancellation)));
    }

    /// <summary>Runs an operation on a board whose mover is in its old shard with a score of 100, as often as it has
    /// steps, and does something else before each of them in turn.</summary>
    private async Task AtEveryStepAsync<T>(
        Func<Task> meanwhile, Func<RedisShardedLeaderboards, Task<T>> operate, Func<T, int, Task> check)
    {
        RedisShardedLeaderboards before = await CreateAsync(ShardsBefore, null);
        RedisShardedLeaderboards during = await CreateMovingAsync();
        for (int step = 1; ; step++)
        {
            Assert.InRange(step, 1, MaxSteps);
            await during.DeleteAsync(Board, Cancellation);
            await before.SubmitAsync(Board, _mover, 100, cancellationToken: Cancellation);
            var hook = new BeforeStep(step, meanwhile);
            T result = await operate(await CreateMovingAsync(hook));
            if (!hook.HasActed)
            {
                Assert.InRange(step, 3, MaxSteps);
                return;
            }

            await check(result, step);
        }
    }

    private static Task<bool> RemoveAsync(RedisShardedLeaderboards boards, Removal removal)
        => removal == Removal.OfMember
            ? boards.RemoveAsync(Board, _mover, Cancellation).AsTask()
            : boards.DeleteAsync(Board, Cancellation).AsTask();

    private static Task Equal<T>(T expected, T actual)
    {
        Assert.Equal(expected, actual);
        return Task.CompletedTask;
    }

    private Task<RedisShardedLeaderboards> CreateMovingAsync(BeforeStep? hook = null)
        => CreateAsync(ShardsAfter, ShardsBefore, hook);

    private async Task<RedisShardedLeaderboards> CreateAsync(int shards, int? previous, BeforeStep? hook = null)
        => new(
            await DatabaseAsync(),
            new ShardedLeaderboardsOptions
            {
                KeyPrefix = Prefix,
                Shards = shards,
                PreviousShards = previous,
                RedisPipeline = hook?.Pipeline,
            },
            timeProvider: Clock);
}
