using StackExchange.Redis;

namespace Patterns.Locking.Tests.Histories;

/// <summary>A lock as it stands in a server's keys.</summary>
/// <param name="Holders">The holders' ids with their permits.</param>
/// <param name="Queue">The ids of those who wait, in their order.</param>
/// <param name="Forgotten">When each of them is forgotten if it does not ask again, in microseconds.</param>
/// <param name="Now">The time of the server, in microseconds.</param>
internal sealed record LockView(
    IReadOnlyDictionary<string, int> Holders, string[] Queue, long[] Forgotten, long Now)
{
    private const string Script =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local packed = redis.call('GET', KEYS[1])
        local fence, holders, first = 0, {}, false
        if packed then
          fence, holders, first = cmsgpack.unpack(packed)
        end
        local rows = {}
        for _, holder in ipairs(holders) do
          if holder[3] > now then
            rows[#rows + 1] = holder[1]
            rows[#rows + 1] = holder[2]
          end
        end
        local queue, forgotten = { first and first[1] or nil }, { first and first[7] or nil }
        for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
          queue[#queue + 1] = id
          forgotten[#forgotten + 1] = cmsgpack.unpack(redis.call('HGET', KEYS[3], id))[7]
        end
        return { rows, queue, forgotten, now }
        """;

    public static async Task<LockView> ReadAsync(IDatabase database, string key)
    {
        RedisResult reply = await database.ScriptEvaluateAsync(Script, [key, $"{key}::queue", $"{key}::waiters"]);
        var rows = (string[])reply[0]!;
        var holders = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < rows.Length; row += 2)
        {
            holders[rows[row]] = int.Parse(rows[row + 1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return new LockView(holders, (string[])reply[1]!, (long[])reply[2]!, (long)reply[3]);
    }
}
