using Patterns.Locking.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>What a lock allocates. Runs alone, because it counts the whole process.</summary>
public abstract class AllocationCases(RecipeServer server) : LockCases(server)
{
    private const string CompareAndDelete =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private static int Budget => Allocations.IsOptimised<RedisLocks>() ? 1_500 : 4_000;

    [Fact]
    public async Task A_lock_and_its_release_allocate_little_more_than_the_two_bare_calls()
    {
        IDatabase database = await DatabaseAsync();
        RedisLocks locks = await CreateAsync(clock: TimeProvider.System);
        RedisKey key = $"{Prefix}:bare";
        long bare = await Allocations.PerCallAsync(async () =>
        {
            RedisValue id = Guid.NewGuid().ToString("N");
            await database.StringSetAsync(key, id, TimeSpan.FromSeconds(30), When.NotExists);
            await database.ScriptEvaluateAsync(CompareAndDelete, [key], [id]);
        });
        long ours = await Allocations.PerCallAsync(async () =>
        {
            await using ILockHandle? handle = await locks.TryAcquireAsync("l");
        });

        Assert.InRange(ours - bare, -1_000, Budget);
    }
}
