using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>Splits keys into groups that one script may take: of one slot on Redis Cluster, and not too many, because
/// Redis serves nobody else meanwhile.</summary>
internal static class SlotGroups
{
    private const int MostKeys = 500;

    /// <summary>The groups, as positions in the list.</summary>
    public static IEnumerable<int[]> Of(IConnectionMultiplexer connection, IReadOnlyList<RedisKey> keys)
        => Enumerable.Range(0, keys.Count)
            .GroupBy(position => connection.HashSlot(keys[position]))
            .SelectMany(slot => slot.Chunk(MostKeys));
}
