using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>Commands that make keys of every type in every encoding, and what else a snapshot has.</summary>
internal static class EveryType
{
    private static string Long => new('x', 70);

    private static IEnumerable<string> Lines =>
    [
        "SET number 12345",
        "SET negative -7",
        "SET large 9223372036854775807",
        "SET short hello",
        $"SET raw {new string('r', 60)}",
        $"SET compressible {new string('c', 10_000)}",
        "SET binary \"\\x00\\xff\\r\\n\"",
        "SET \"\" empty-key",
        "SET empty \"\"",
        "APPEND appended abc",
        "SETBIT bits 1000 1",
        "PFADD counted a b c d e f g",
        "SET expiring v PXAT 33177117420000",
        "RPUSH small-list a 1 -2 300 70000 5000000000 text",
        "RPUSH expiring-list a b",
        "PEXPIREAT expiring-list 33177117420001",
        "SADD numbers 1 2 70000 5000000000",
        "SADD few-members a b 1",
        $"SADD members a {Long}",
        "HSET small-hash f v g 1",
        $"HSET hash f {Long}",
        "ZADD small-zset 1 a 2.5 b -inf c inf d",
        $"ZADD zset 1 {Long} 0.1 b 1e300 c -5 d",
        "XADD stream 1-1 a 1 b 2",
        "XADD stream 2-1 a 1 b 2",
        "XADD stream 3-1 c 3",
        "XDEL stream 2-1",
        "XGROUP CREATE stream group 0 ENTRIESREAD 1",
        "XGROUP CREATECONSUMER stream group idle",
        "XREADGROUP GROUP group alice COUNT 1 STREAMS stream >",
        "XREADGROUP GROUP group bob STREAMS stream >",
        "XGROUP CREATE empty-stream g $ MKSTREAM",
        "GEOADD places 13.361389 38.115556 Palermo 15.087269 37.502669 Catania",
        "SELECT 3",
        "SET other-database v",
        "SELECT 0",
        "FUNCTION LOAD REPLACE \"#!lua name=lib\\nredis.register_function('f', function() return 1 end)\"",
    ];

    public static async Task FillAsync(RespClient client, CancellationToken cancellation)
    {
        foreach (string line in Lines)
            await RunAsync(client, line, cancellation);
        for (int i = 0; i < 300; i++)
        {
            await RunAsync(client, $"RPUSH long-list element-{i}-{Long}", cancellation);
            await RunAsync(client, $"HSET long-hash field-{i} {i}", cancellation);
            await RunAsync(client, $"SADD long-set member-{i}", cancellation);
            await RunAsync(client, $"SADD long-numbers {i * 1_000_003L}", cancellation);
            await RunAsync(client, $"ZADD long-zset {i}.25 member-{i}", cancellation);
            await RunAsync(client, $"XADD long-stream {i + 1}-0 field {i} other {Long}", cancellation);
            await RunAsync(client, $"SET key:{i} value:{i}", cancellation);
        }
    }

    public static async Task RunAsync(RespClient client, string line, CancellationToken cancellation)
    {
        await client.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], cancellation);
        RespValue reply = await client.ReadAsync(cancellation);
        Assert.False(reply.IsError, $"{line}: {reply}");
    }

    /// <summary>What must be the same on both sides of a file.</summary>
    /// <param name="client">Asks one side.</param>
    /// <param name="hasReadCounts">
    /// How many entries a group has read counts. The commands by which a log repeats XREADGROUP do not tell, in Redis
    /// either.
    /// </param>
    public static async Task<string> DescribeAsync(RespClient client, bool hasReadCounts = true)
    {
        string digest = (await client.CallAsync("DEBUG", "DIGEST")).Text;
        RespValue libraries = await client.CallAsync("FUNCTION", "LIST", "WITHCODE");
        string functions =
            string.Join('\n', libraries.Items.Select(item => item.ToString()).Order(StringComparer.Ordinal));
        string groups = (await client.CallAsync("XINFO", "GROUPS", "stream")).ToString();
        if (!hasReadCounts)
            groups = groups[..groups.IndexOf("entries-read", StringComparison.Ordinal)];
        string pending = (await client.CallAsync("XPENDING", "stream", "group")).ToString();
        string expiry = (await client.CallAsync("PEXPIRETIME", "expiring")).ToString();
        string listExpiry = (await client.CallAsync("PEXPIRETIME", "expiring-list")).ToString();
        string encodings = "";
        RespValue keys = await client.CallAsync("KEYS", "*");
        foreach (string key in keys.Items.Select(key => key.Text).Order(StringComparer.Ordinal))
            encodings += $"{key}: {(await client.CallAsync("OBJECT", "ENCODING", key)).Text}\n";

        // A short string that was edited is raw until it is loaded again: no file tells of it.
        encodings = encodings.Replace(": raw", ": embstr");
        return string.Join('\n', digest, functions, groups, pending, expiry, listExpiry, encodings);
    }
}
