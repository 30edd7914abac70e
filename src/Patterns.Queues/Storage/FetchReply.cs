using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>What a look into the queue brought.</summary>
internal sealed record FetchReply(
    long Now,
    TimeSpan? NextDue,
    TimeSpan RateWait,
    long Pending,
    RedisValue[] Cursors,
    IReadOnlyList<Delivery> Messages,
    IReadOnlyList<(string Id, int Attempts)> Buried)
{
    /// <summary>Reads what fetch.lua returns.</summary>
    public static FetchReply Read(RedisResult result)
    {
        var rows = (RedisResult[])result!;
        long now = (long)rows[0];
        long due = (long)rows[1];
        var messages = new List<Delivery>();
        foreach (RedisResult taken in (RedisResult[])rows[6]!)
        {
            var row = (RedisResult[])taken!;
            messages.Add(
                new Delivery((int)row[0], (RedisValue)row[1], (int)row[2], now).Read((RedisResult[])row[3]!));
        }

        var lanes = (RedisResult[])rows[5]!;
        for (int lane = 1; lane <= lanes.Length; lane++)
        {
            ReadEntries(lane, lanes[lane - 1], now, messages);
        }

        var buried = (RedisResult[])rows[7]!;
        var letters = new (string, int)[buried.Length / 2];
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = ((string)buried[2 * i]!, (int)buried[(2 * i) + 1]);
        }

        return new FetchReply(
            now,
            due < 0 ? null : TimeSpan.FromMilliseconds(due),
            TimeSpan.FromMilliseconds((long)rows[2]),
            (long)rows[3],
            (RedisValue[])rows[4]!,
            messages,
            letters);
    }

    /// <summary>Reads what XREADGROUP returns: for each stream its name and its entries.</summary>
    public static List<Delivery> ReadStreams(RedisResult result, RedisKey[] lanes)
    {
        var deliveries = new List<Delivery>();
        if (result.IsNull)
        {
            return deliveries;
        }

        // A map in RESP3, a list of pairs in RESP2; StackExchange.Redis flattens the map.
        var streams = (RedisResult[])result!;
        bool flat = streams.Length > 0 && streams[0].Resp2Type == ResultType.BulkString;
        for (int i = 0; i < streams.Length; i += flat ? 2 : 1)
        {
            var pair = flat ? [streams[i], streams[i + 1]] : (RedisResult[])streams[i]!;
            int lane = Array.IndexOf(lanes, (RedisKey)(byte[]?)pair[0]) + 1;
            ReadEntries(lane, pair[1], now: 0, deliveries);
        }

        return deliveries;
    }

    private static void ReadEntries(int lane, RedisResult entries, long now, List<Delivery> deliveries)
    {
        foreach (RedisResult entry in (RedisResult[])entries!)
        {
            var row = (RedisResult[])entry!;
            deliveries.Add(new Delivery(lane, (RedisValue)row[0], count: 1, now).Read((RedisResult[])row[1]!));
        }
    }
}
