using Patterns.Locking.Quorum;
using Patterns.Locking.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Benchmarks;

/// <summary>A free lock and its release, beside the two bare calls that many a program makes instead.</summary>
internal static class LockPairs
{
    private const string CompareAndDelete =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private const long DayInMilliseconds = 86_400_000;

    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static long s_names;

    public static IEnumerable<Pair> All(IDatabase[] nodes)
    {
        const string Set = "SET NX PX, and a script that compares and deletes";
        const string Same = "the client's own calls of the same two scripts";
        var locks = new RedisLocks(nodes[0], new RedisLocksOptions { RedisTimeout = Patience });
        var quorum = new Redlock(nodes, new RedlockOptions { RedisTimeout = TimeSpan.FromSeconds(10) });
        foreach (int callers in (int[])[1, 32])
        {
            yield return Of("lock and release", Set, callers, locks, () => SetAndDeleteAsync(nodes[..1]));
            yield return Of("lock and release", Same, callers, locks, () => TakeAndReleaseAsync(nodes[..1]));
        }

        yield return Of("lock and release, five servers", Set, 1, quorum, () => SetAndDeleteAsync(nodes));
        yield return Of("lock and release, five servers", Same, 1, quorum, () => TakeAndReleaseAsync(nodes));
    }

    private static Pair Of(string name, string beside, int callers, ILocks locks, Func<ValueTask> bare) => new(
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
        bare);

    private static async ValueTask SetAndDeleteAsync(IDatabase[] nodes)
    {
        RedisKey key = NextName();
        RedisValue id = Guid.NewGuid().ToString("N");
        await Task.WhenAll(nodes.Select(node => node.StringSetAsync(key, id, Ttl, When.NotExists)));
        await Task.WhenAll(nodes.Select(node => node.ScriptEvaluateAsync(CompareAndDelete, [key], [id])));
    }

    private static async ValueTask TakeAndReleaseAsync(IDatabase[] nodes)
    {
        string name = $"bare:{{{NextName()}}}";
        RedisKey[] keys = [name, name + "::queue", name + "::waiters"];
        RedisValue id = Guid.NewGuid().ToString("N");
        RedisValue[] take = [id, 1, 1, (long)Ttl.TotalMicroseconds, DayInMilliseconds];
        RedisValue[] release = [id, DayInMilliseconds, 0];
        await Task.WhenAll(nodes.Select(
            node => node.ScriptEvaluateAsync(LockScripts.Default.Acquire.Text, keys, take)));
        await Task.WhenAll(nodes.Select(
            node => node.ScriptEvaluateAsync(LockScripts.Default.Release.Text, keys, release)));
    }

    // The same names again and again, so that what a lock remembers is there as it would be.
    private static string NextName() => $"order:{Interlocked.Increment(ref s_names) % 10_000}";
}
