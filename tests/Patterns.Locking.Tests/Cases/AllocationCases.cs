using System.Diagnostics;
using System.Reflection;
using Patterns.Locking.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>What a lock allocates. Runs alone, because it counts the whole process.</summary>
public abstract class AllocationCases(RecipeServer server) : LockCases(server)
{
    private const int Calls = 500;
    private const string CompareAndDelete =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    // Without optimisation the compiler makes every asynchronous method's state an object.
    private static int Budget => IsOptimised ? 1_500 : 4_000;

    private static bool IsOptimised => typeof(RedisLocks).Assembly.GetCustomAttribute<DebuggableAttribute>()
        is not { IsJITOptimizerDisabled: true };

    [Fact]
    public async Task A_lock_and_its_release_allocate_little_more_than_the_two_bare_calls()
    {
        IDatabase database = await DatabaseAsync();
        RedisLocks locks = await CreateAsync(clock: TimeProvider.System);
        RedisKey key = $"{Prefix}:bare";
        long bare = await MeasureAsync(async () =>
        {
            RedisValue id = Guid.NewGuid().ToString("N");
            await database.StringSetAsync(key, id, TimeSpan.FromSeconds(30), When.NotExists);
            await database.ScriptEvaluateAsync(CompareAndDelete, [key], [id]);
        });
        long ours = await MeasureAsync(async () =>
        {
            await using ILockHandle? handle = await locks.TryAcquireAsync("l");
        });

        Assert.InRange(ours - bare, -1_000, Budget);
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
