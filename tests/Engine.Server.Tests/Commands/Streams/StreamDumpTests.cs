using System.Globalization;
using System.Text;
using Engine.Server.DataTypes.Serialization;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Streams;

/// <summary>
/// Streams with groups go from redis-server to the engine and back, and are the same ones everywhere.
/// </summary>
public sealed class StreamDumpTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly string[] s_counted = ["XINFO", "STREAM", "key0", "FULL", "COUNT", "0"];

    [Fact, Trait("Category", "Soak")]
    public async Task What_one_server_dumps_the_other_restores()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await redis.CallAsync("CONFIG", "SET", "sanitize-dump-payload", "yes", "stream-node-max-entries", "10");
        int exchanged = 0;
        for (int seed = 1; seed <= Soak.Iterations(usual: 10, soak: 1000); seed++)
        {
            await redis.CallAsync("FLUSHALL");
            foreach (string line in StreamCommandTemplates.Changes.Generate(300, seed))
                await redis.CallAsync([.. CommandLine.Split(line).Select(argument => argument.Text)]);
            for (int key = 0; key < 3; key++)
                exchanged += await TryExchangeAsync(redis, engine, $"key{key}") ? 1 : 0;
        }

        Assert.True(exchanged >= 10, $"Only {exchanged} streams were exchanged.");
    }

    [Fact]
    public async Task Dumps_of_versions_before_7_0_are_restored_as_redis_restores_them()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        foreach (string id in (string[])["0-0", "1-1", "1-3", "9-9"])
        {
            byte[] dump = DumpWithoutHistory(id);
            Assert.Equal("+OK\r\n", await RestoreAsync(redis, dump));
            Assert.Equal("+OK\r\n", await RestoreAsync(engine, dump));
            string described = Show(await redis.CallAsync(s_counted));
            Assert.Equal(described, Show(await engine.CallAsync(s_counted)));
            Assert.Equal((await redis.CallAsync("DUMP", "key0")).Raw, (await engine.CallAsync("DUMP", "key0")).Raw);
        }
    }

    [Theory]
    [InlineData("no consumer has what is pending")]
    [InlineData("a consumer has what is not pending")]
    [InlineData("two consumers have it")]
    [InlineData("the last id is less than an entry's")]
    [InlineData("entries are miscounted")]
    [InlineData("a name is there twice")]
    public async Task Streams_that_contradict_themselves_are_refused(string fault)
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        Assert.Equal("-ERR Bad data format\r\n", await RestoreAsync(engine, DumpWithoutHistory("1-3", fault)));
        Assert.Equal("+OK\r\n", await RestoreAsync(engine, DumpWithoutHistory("1-3", "none of these")));
    }

    private static async Task<bool> TryExchangeAsync(RespClient redis, RespClient engine, string key)
    {
        if ((await redis.CallAsync("TYPE", key)).Text != "stream")
            return false;
        if (key != "key0")
            await redis.CallAsync("RENAME", key, "key0");
        byte[] fromRedis = (await redis.CallAsync("DUMP", "key0")).Bytes.ToArray();
        Assert.Equal("+OK\r\n", await RestoreAsync(engine, fromRedis));
        byte[] fromEngine = (await engine.CallAsync("DUMP", "key0")).Bytes.ToArray();
        Assert.Equal(Convert.ToHexString(fromRedis), Convert.ToHexString(fromEngine));
        string described = Show(await redis.CallAsync(s_counted));
        Assert.Equal(described, Show(await engine.CallAsync(s_counted)));
        Assert.Equal("+OK\r\n", await RestoreAsync(redis, fromEngine));
        Assert.Equal(described, Show(await redis.CallAsync(s_counted)));

        await engine.CallAsync("COPY", "key0", "copy", "REPLACE");
        Assert.Equal(fromRedis, (await engine.CallAsync("DUMP", "copy")).Bytes.ToArray());
        return true;
    }

    /// <summary>A stream of three entries, one of them pending, in the layout of Redis 5 and 6.</summary>
    private static byte[] DumpWithoutHistory(string lastIdOfGroup, string fault = "")
    {
        ulong[] groupId = [.. lastIdOfGroup.Split('-').Select(part => ulong.Parse(part, CultureInfo.InvariantCulture))];
        var writer = new ValueWriter();
        writer.Type(SerializedType.StreamWithoutHistory);
        writer.Length(1);
        writer.Text(Id(1, 1));
        writer.Text(Node());
        writer.Length(fault == "entries are miscounted" ? 4 : 3);
        writer.Number(1);
        writer.Number(fault == "the last id is less than an entry's" ? 2UL : 3UL);
        writer.Length(fault == "a name is there twice" ? 2 : 1);
        for (int i = 0; i < (fault == "a name is there twice" ? 2 : 1); i++)
        {
            writer.Text("group"u8);
            writer.Number(groupId[0]);
            writer.Number(groupId[1]);
            writer.Length(fault == "a consumer has what is not pending" ? 0 : 1);
            if (fault != "a consumer has what is not pending")
            {
                writer.Bytes(Id(1, 2));
                writer.Int64(1_600_000_000_000);
                writer.Length(3);
            }

            int owners = fault == "two consumers have it" ? 2 : 1;
            writer.Length(owners);
            for (int consumer = 0; consumer < owners; consumer++)
            {
                writer.Text(Encoding.ASCII.GetBytes($"consumer{consumer}"));
                writer.Int64(1_600_000_000_005);
                writer.Length(fault == "no consumer has what is pending" ? 0 : 1);
                if (fault != "no consumer has what is pending")
                    writer.Bytes(Id(1, 2));
            }
        }

        DumpPayload.Close(writer);
        return writer.Written.ToArray();
    }

    private static byte[] Id(byte milliseconds, byte sequence) =>
        [0, 0, 0, 0, 0, 0, 0, milliseconds, 0, 0, 0, 0, 0, 0, 0, sequence];

    /// <summary>A list pack: three entries with one field, the first id of which is that of the node.</summary>
    private static byte[] Node()
    {
        byte[] head = [3, 1, 0, 1, 1, 1, 0x81, (byte)'a', 2, 0, 1];
        byte[] entries = [.. Enumerable.Range(0, 3).SelectMany(i => (byte[])[2, 1, 0, 1, (byte)i, 1, 7, 1, 4, 1])];
        byte length = (byte)(6 + head.Length + entries.Length + 1);
        return [length, 0, 0, 0, (byte)(5 + 15), 0, .. head, .. entries, 0xFF];
    }

    private static string Show(RespValue value) => value.ToString();

    private static async Task<string> RestoreAsync(RespClient client, byte[] dump)
    {
        await client.SendAsync(
            ["RESTORE"u8.ToArray(), "key0"u8.ToArray(), "0"u8.ToArray(), dump, "REPLACE"u8.ToArray()], Cancellation);
        return Encoding.Latin1.GetString((await client.ReadAsync(Cancellation)).Raw.Span);
    }
}
