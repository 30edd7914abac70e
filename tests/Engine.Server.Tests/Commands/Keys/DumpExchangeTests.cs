using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>Values go from the engine to redis-server and back, and are the same ones everywhere.</summary>
public sealed class DumpExchangeTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact, Trait("Category", "Soak")]
    public async Task What_one_server_dumps_the_other_restores()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await redis.CallAsync("CONFIG", "SET", "sanitize-dump-payload", "yes");
        var values = new RandomValues(seed: 11);
        int iterations = Soak.Iterations(usual: 40, soak: 4000);
        for (int i = 0; i < iterations; i++)
        {
            await redis.CallAsync("FLUSHALL");
            await engine.CallAsync("FLUSHALL");
            foreach ((string key, byte[][] command) in values.Next())
            {
                Assert.Equal(await CallAsync(redis, command), await CallAsync(engine, command));
                await ExchangeAsync(redis, engine, key);
            }
        }
    }

    private static async Task ExchangeAsync(RespClient redis, RespClient engine, string key)
    {
        byte[] fromRedis = (await redis.CallAsync("DUMP", key)).Bytes.ToArray();
        byte[] fromEngine = (await engine.CallAsync("DUMP", key)).Bytes.ToArray();
        if ((await redis.CallAsync("OBJECT", "ENCODING", key)).Text != "hashtable")
            Assert.Equal(Convert.ToHexString(fromRedis), Convert.ToHexString(fromEngine));

        Assert.Equal("+OK\r\n", await RestoreAsync(redis, fromEngine));
        Assert.Equal("+OK\r\n", await RestoreAsync(engine, fromRedis));
        string expected = await DescribeAsync(redis, key);
        Assert.Equal(expected, await DescribeAsync(engine, key));
        Assert.Equal(expected, await DescribeAsync(redis, "copy"));
        Assert.Equal(expected, await DescribeAsync(engine, "copy"));
    }

    private static Task<string> RestoreAsync(RespClient client, byte[] dump) =>
        CallAsync(client, "RESTORE"u8.ToArray(), "copy"u8.ToArray(), "0"u8.ToArray(), dump, "REPLACE"u8.ToArray());

    private static async Task<string> DescribeAsync(RespClient client, string key)
    {
        string type = (await client.CallAsync("TYPE", key)).Text;
        string encoding = (await client.CallAsync("OBJECT", "ENCODING", key)).Text;
        string[] read = type switch
        {
            "string" => ["GET", key],
            "list" => ["LRANGE", key, "0", "-1"],
            "set" => ["SMEMBERS", key],
            "hash" => ["HGETALL", key],
            _ => ["ZRANGE", key, "0", "-1", "WITHSCORES"],
        };
        RespValue value = await client.CallAsync(read);
        IEnumerable<string> parts = value.Items.Select(item => Convert.ToHexString(item.Raw.Span));
        if (type == "set")
            parts = parts.Order(StringComparer.Ordinal);
        if (type == "hash")
            parts = parts.Chunk(2).Select(pair => string.Join('=', pair)).Order(StringComparer.Ordinal);
        return $"{encoding} {Convert.ToHexString(value.Bytes.Span)} {string.Join(' ', parts)}";
    }

    private static async Task<string> CallAsync(RespClient client, params byte[][] command)
    {
        await client.SendAsync([.. command.Select(word => (ReadOnlyMemory<byte>)word)], Cancellation);
        return Encoding.Latin1.GetString((await client.ReadAsync(Cancellation)).Raw.Span);
    }
}
