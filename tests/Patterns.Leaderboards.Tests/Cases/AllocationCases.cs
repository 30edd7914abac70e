using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>What a submission allocates. Runs alone, because it counts the whole process.</summary>
public abstract class AllocationCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string FourBoards =
        """
        local reply = {}
        for i = 1, #KEYS do
          local at = #reply
          reply[at + 1] = redis.call('ZREVRANK', KEYS[i], ARGV[2])
          reply[at + 3] = redis.call('ZSCORE', KEYS[i], ARGV[2])
          redis.call('ZADD', KEYS[i], 'GT', ARGV[1], ARGV[2])
          reply[at + 2] = redis.call('ZREVRANK', KEYS[i], ARGV[2])
          reply[at + 4] = redis.call('ZSCORE', KEYS[i], ARGV[2])
        end
        return reply
        """;

    private static int Budget => Allocations.IsOptimised<RedisLeaderboards>() ? 1_500 : 3_000;

    [Fact]
    public async Task A_submission_over_four_windows_allocates_little_more_than_a_script_for_four_boards()
    {
        IDatabase database = await DatabaseAsync();
        var boards = new RedisLeaderboards(database, new LeaderboardsOptions
        {
            KeyPrefix = Prefix,
            RedisTimeout = TimeSpan.FromSeconds(30),
            Windows =
            [
                LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly,
            ],
        });
        RedisKey[] keys = [KeyOf("bare", "a"), KeyOf("bare", "b"), KeyOf("bare", "c"), KeyOf("bare", "d")];
        int score = 0;
        long bare = await Allocations.PerCallAsync(
            () => database.ScriptEvaluateAsync(FourBoards, keys, [++score, "player:7"]));
        score = 0;
        long ours = await Allocations.PerCallAsync(() => boards.SubmitAsync("b", "player:7", ++score).AsTask());
        TestContext.Current.TestOutputHelper?.WriteLine($"{bare} bytes bare, {ours - bare} more.");
        Assert.InRange(ours - bare, -2_000, Budget);
    }
}
