using System.Diagnostics;
using System.Reflection;
using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>What a submission allocates. Runs alone, because it counts the whole process.</summary>
public abstract class AllocationCases(RecipeServer server) : LeaderboardCases(server)
{
    private const int Calls = 500;
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

    // Without optimisation the compiler makes every asynchronous method's state an object.
    private static int Budget => IsOptimised ? 1_500 : 3_000;

    private static bool IsOptimised => typeof(RedisLeaderboards).Assembly.GetCustomAttribute<DebuggableAttribute>()
        is not { IsJITOptimizerDisabled: true };

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
        long bare = await MeasureAsync(() => database.ScriptEvaluateAsync(FourBoards, keys, [++score, "player:7"]));
        score = 0;
        long ours = await MeasureAsync(() => boards.SubmitAsync("b", "player:7", ++score).AsTask());
        TestContext.Current.TestOutputHelper?.WriteLine($"{bare} bytes bare, {ours - bare} more.");
        Assert.InRange(ours - bare, -2_000, Budget);
    }

    /// <summary>Bytes per call: the least of several rounds, since whatever else happens in the process only
    /// adds.</summary>
    private static async Task<long> MeasureAsync(Func<Task> call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int index = 0; index < Calls; index++)
            {
                await call();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        return least;
    }
}
