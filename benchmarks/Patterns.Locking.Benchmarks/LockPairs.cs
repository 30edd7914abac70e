using Patterns.Locking.Quorum;
using StackExchange.Redis;

namespace Patterns.Locking.Benchmarks;

/// <summary>A free lock and its release, beside the two bare calls that many a program makes instead.</summary>
internal static class LockPairs
{
    private const string CompareAndDelete =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static long s_names;

    public static IEnumerable<Pair> All(IDatabase[] nodes)
    {
        var locks = new RedisLocks(nodes[0], new RedisLocksOptions { RedisTimeout = Patience });
        var quorum = new Redlock(nodes, new RedlockOptions { RedisTimeout = TimeSpan.FromSeconds(10) });
        yield return Of("lock and release", "SET NX PX, and a script that compares and deletes", 1, locks, nodes[..1]);
        yield return Of("lock and release", "SET NX PX, and a script that compares and deletes", 32, locks, nodes[..1]);
        yield return Of("lock and release, five servers", "the same on five at once", 1, quorum, nodes);
    }

    private static Pair Of(string name, string beside, int callers, ILocks locks, IDatabase[] nodes) => new(
        name,
        beside,
        callers,
        callers == 1 ? 2_000 : 16_000,
        async () =>
        {
            await using ILockHandle? handle = await locks.TryAcquireAsync(NextName());
            if (handle is null)
            {
                throw new InvalidOperationException("The lock was not free.");
            }
        },
        async () =>
        {
            RedisKey key = NextName();
            RedisValue id = Guid.NewGuid().ToString("N");
            await Task.WhenAll(nodes.Select(node => node.StringSetAsync(key, id, Ttl, When.NotExists)));
            await Task.WhenAll(nodes.Select(node => node.ScriptEvaluateAsync(CompareAndDelete, [key], [id])));
        });

    // The same names again and again, so that what a lock remembers is there as it would be.
    private static string NextName() => $"order:{Interlocked.Increment(ref s_names) % 10_000}";
}
