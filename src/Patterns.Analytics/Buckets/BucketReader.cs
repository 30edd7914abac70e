using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Analytics.Buckets;

/// <summary>Reads buckets of one or several lines in one round trip.</summary>
internal static class BucketReader
{
    private static readonly RedisScript _read = AnalyticsStore.Load("read_buckets");

    /// <returns>A value for each bucket, in their order; null for those that are not there.</returns>
    public static async ValueTask<RedisValue[]> ReadAsync(
        AnalyticsStore store,
        string name,
        IReadOnlyList<(BucketLine Line, long Index)> buckets,
        CancellationToken cancellationToken)
    {
        if (buckets.Count == 0)
        {
            return [];
        }

        List<RedisKey> keys = [];
        List<RedisValue> arguments = [];
        int at = 0;
        while (at < buckets.Count)
        {
            (BucketLine line, long index) = buckets[at];
            int end = at;
            while (end < buckets.Count
                && buckets[end].Line == line && line.ChunkOf(buckets[end].Index) == line.ChunkOf(index))
            {
                end++;
            }

            keys.Add(line.KeyOf(name, line.ChunkOf(index)));
            arguments.Add(end - at);
            for (; at < end; at++)
            {
                arguments.Add(buckets[at].Index);
            }
        }

        RedisResult reply = await store.RunAsync(name, _read, [.. keys], [.. arguments], cancellationToken)
            .ConfigureAwait(false);
        return (RedisValue[])reply!;
    }
}
