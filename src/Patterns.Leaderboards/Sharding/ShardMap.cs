using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

/// <summary>Which shard a member is in. When shards are added, only as many members move as the new ones get.</summary>
internal static class ShardMap
{
    public static int Find(RedisValue member, int shards) => Jump(Hash(((ReadOnlyMemory<byte>)member).Span), shards);

    // FNV-1a, whose bits are then mixed as MurmurHash3 ends, because jumping uses the high ones. It must never change:
    // what is stored depends on it.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    // Jump consistent hash: Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm", 2014.
    private static int Jump(ulong key, int shards)
    {
        long shard = -1, next = 0;
        while (next < shards)
        {
            shard = next;
            key = (key * 2862933555777941757) + 1;
            next = (long)((shard + 1) * ((double)(1L << 31) / ((key >> 33) + 1)));
        }

        return (int)shard;
    }
}
