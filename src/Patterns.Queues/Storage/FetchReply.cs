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
        var messages = (RedisResult[])rows[5]!;
        var deliveries = new Delivery[messages.Length];
        for (int i = 0; i < messages.Length; i++)
        {
            var row = (RedisResult[])messages[i]!;
            deliveries[i] = Delivery.Read(
                (int)row[0], (string)row[1]!, (int)row[2], (int)row[3], (RedisResult[])row[4]!, now);
        }

        var buried = (RedisResult[])rows[6]!;
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
            deliveries,
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
            foreach (RedisResult entry in (RedisResult[])pair[1]!)
            {
                var row = (RedisResult[])entry!;
                deliveries.Add(Delivery.Read(lane, (string)row[0]!, count: 1, null, (RedisResult[])row[1]!, now: 0));
            }
        }

        return deliveries;
    }
}
