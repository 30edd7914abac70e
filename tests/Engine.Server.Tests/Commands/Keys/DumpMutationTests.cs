using System.Buffers.Binary;
using System.Text;
using Engine.Server.DataTypes.Serialization;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>
/// Whatever bytes a dump holds, its checksum right, RESTORE refuses them or makes a value on which all commands work,
/// and nothing is left behind.
/// </summary>
public sealed class DumpMutationTests
{
    private const int MutationsPerValue = 40;

    /// <summary>Bytes at the edges of lengths, codes and integers.</summary>
    private static readonly byte[] s_telling =
        [0, 1, 2, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xC3, 0xDF, 0xE0, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFE, 0xFF];

    private static readonly Dictionary<string, string[]> s_commands = new()
    {
        ["string"] = ["GET {0}", "APPEND {0} x", "STRLEN {0}", "SETRANGE {0} 3 y"],
        ["list"] =
        [
            "LRANGE {0} 0 -1", "LPUSH {0} first", "RPUSH {0} 17", "LSET {0} 0 other", "LINSERT {0} AFTER other between",
            "LPOS {0} 17 RANK -1", "LREM {0} -1 17", "LPOP {0}", "RPOP {0} 2", "LTRIM {0} 1 -2", "LRANGE {0} 0 -1",
        ],
        ["set"] =
        [
            "SMEMBERS {0}", "SADD {0} 7", "SADD {0} text", "SISMEMBER {0} 7", "SSCAN {0} 0", "SRANDMEMBER {0} -3",
            "SREM {0} 7", "SPOP {0}", "SMEMBERS {0}",
        ],
        ["hash"] =
        [
            "HGETALL {0}", "HSET {0} field value", "HSET {0} field 5", "HINCRBY {0} field 2", "HSCAN {0} 0",
            "HRANDFIELD {0} -3 WITHVALUES", "HDEL {0} field", "HSTRLEN {0} field", "HGETALL {0}",
        ],
        ["stream"] =
        [
            "XRANGE {0} - +", "XREVRANGE {0} + -", "XINFO STREAM {0} FULL COUNT 0", "XINFO GROUPS {0}",
            "XINFO CONSUMERS {0} g", "XPENDING {0} g", "XPENDING {0} g - + 10", "XADD {0} * field value",
            "XGROUP CREATE {0} new 0", "XREADGROUP GROUP new c COUNT 5 STREAMS {0} >", "XACK {0} new 1-1 2-1",
            "XREADGROUP GROUP g c STREAMS {0} >", "XREADGROUP GROUP g c STREAMS {0} 0",
            "XAUTOCLAIM {0} g d 0 0 COUNT 3", "XCLAIM {0} g e 0 1-1 3-1 FORCE", "XDEL {0} 1-1 3-1 5-1",
            "XTRIM {0} MAXLEN 3", "XREAD STREAMS {0} 0", "XGROUP DELCONSUMER {0} g c", "XGROUP DESTROY {0} g",
            "XLEN {0}",
        ],
        ["zset"] =
        [
            "ZRANGE {0} 0 -1 WITHSCORES", "ZADD {0} 5 member", "ZINCRBY {0} -3 member", "ZRANK {0} member",
            "ZRANGEBYSCORE {0} -inf (5", "ZCOUNT {0} 0 100", "ZSCAN {0} 0", "ZREM {0} member", "ZPOPMIN {0}",
            "ZRANDMEMBER {0} -3", "ZRANGE {0} 0 -1 REV",
        ],
    };

    private static readonly string[] s_commandsOfAll =
    [
        "OBJECT ENCODING {0}", "MEMORY USAGE {0}", "DEBUG OBJECT {0}", "DEBUG DIGEST-VALUE {0}", "DUMP {0}",
        "COPY {0} copy REPLACE", "RENAME copy renamed", "EXPIRE {0} 1000", "PERSIST {0}", "DEL {0} renamed",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, Trait("Category", "Soak")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Mutated_dumps_are_refused_or_become_sane_values(int seed)
    {
        var options = new EngineOptions { EnableDebugCommand = "yes" };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        await using RespClient client = new(engine.Connect());
        var random = new Random(seed);
        var values = new RandomValues(seed);
        long before = 0;
        await engine.RunAsync(() => before = engine.State.Keyspace.Heap.UsedBytes);
        int restored = 0;
        int mutations = Soak.Iterations(usual: 1500, soak: 100_000);
        for (int done = 0; done < mutations;)
        {
            foreach (byte[] dump in await DumpsAsync(client, values))
            {
                for (int i = 0; i < MutationsPerValue && done < mutations; i++, done++)
                {
                    byte[] mutated = Mutated(dump, random);
                    string description = $"seed {seed}, mutation {done}: {Convert.ToHexString(mutated)}";
                    restored += await TryRestoreAsync(engine, client, mutated, description) ? 1 : 0;
                }
            }

            long after = 0;
            await engine.RunAsync(() => after = engine.State.Keyspace.Heap.UsedBytes);
            Assert.Equal(before, after);
        }

        Assert.InRange(restored, mutations / 50, mutations - (mutations / 50));
    }

    private static async Task<List<byte[]>> DumpsAsync(RespClient client, RandomValues values)
    {
        List<byte[]> dumps =
        [
            [(byte)SerializedType.ListZipList, .. Sized(OldLayouts.ZipList("a", "1", "-300", "b"))],
            [(byte)SerializedType.HashZipList, .. Sized(OldLayouts.ZipList("a", "1", "b", "-70000"))],
            [(byte)SerializedType.SortedSetZipList, .. Sized(OldLayouts.ZipList("a", "1", "b", "2.5"))],
            [(byte)SerializedType.HashZipMap, .. Sized(OldLayouts.ZipMap("a", "1", "b", "text"))],
        ];
        foreach ((string key, byte[][] command) in values.Next())
        {
            await SendAsync(client, command);
            byte[] dump = (await client.CallAsync("DUMP", key)).Bytes.ToArray();
            Assert.True(DumpPayload.TryOpen(dump, out ReadOnlySpan<byte> value));
            dumps.Add(value.ToArray());
            await client.CallAsync("DEL", key);
        }

        dumps.Add(await StreamAsync(client));
        return dumps;
    }

    /// <summary>A stream in several nodes, with deleted entries and a group.</summary>
    private static async Task<byte[]> StreamAsync(RespClient client)
    {
        await client.CallAsync("CONFIG", "SET", "stream-node-max-entries", "4");
        for (int i = 1; i <= 10; i++)
            await client.CallAsync($"XADD s {i}-1 n {i * 1000} {(i % 3 == 0 ? "other" : "text")} value".Split(' '));
        await client.CallAsync("XGROUP CREATE s g 0".Split(' '));
        await client.CallAsync("XREADGROUP GROUP g c COUNT 5 STREAMS s >".Split(' '));
        await client.CallAsync("XREADGROUP GROUP g d COUNT 1 STREAMS s >".Split(' '));
        await client.CallAsync("XDEL s 2-1 3-1".Split(' '));
        byte[] dump = (await client.CallAsync("DUMP", "s")).Bytes.ToArray();
        Assert.True(DumpPayload.TryOpen(dump, out ReadOnlySpan<byte> value));
        byte[] stream = value.ToArray();
        await client.CallAsync("DEL", "s");
        return stream;
    }

    /// <summary>Returns whether there was a value, which is gone again.</summary>
    private static async Task<bool> TryRestoreAsync(
        EngineServer engine, RespClient client, byte[] value, string description)
    {
        const string Key = "key";
        try
        {
            RespValue reply = await SendAsync(
                client, "RESTORE"u8.ToArray(), Encoding.ASCII.GetBytes(Key), "0"u8.ToArray(), Closed(value));
            if (reply.IsError)
            {
                Assert.Equal("ERR Bad data format", reply.Text);
                return false;
            }

            string type = (await client.CallAsync("TYPE", Key)).Text;
            foreach (string command in s_commands[type].Concat(s_commandsOfAll))
            {
                string line = string.Format(System.Globalization.CultureInfo.InvariantCulture, command, Key);
                reply = await client.CallAsync(line.Split(' '));
                Assert.False(reply.IsError && IsUnexpected(reply.Text), $"{line}: {reply}; {description}");
            }

            Assert.Equal("0", (await client.CallAsync("EXISTS", Key)).Text);
            return true;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            Assert.Fail($"The engine failed with {engine.Completion.Exception ?? exception}; {description}");
            throw;
        }
    }

    /// <summary>What a value that happens to be as it is may be told.</summary>
    private static bool IsUnexpected(string error) =>
        !error.Contains("no such key", StringComparison.Ordinal)
        && !error.Contains("index out of range", StringComparison.Ordinal)
        && !error.Contains("resulting score is not a number", StringComparison.Ordinal)
        && !error.Contains("NOGROUP", StringComparison.Ordinal)
        && !error.Contains("BUSYGROUP", StringComparison.Ordinal)
        && !error.Contains("exhausted the last possible ID", StringComparison.Ordinal);

    private static Task<RespValue> SendAsync(RespClient client, params byte[][] command) => CallAsync(client, command);

    private static async Task<RespValue> CallAsync(RespClient client, byte[][] command)
    {
        await client.SendAsync([.. command.Select(word => (ReadOnlyMemory<byte>)word)], Cancellation);
        return await client.ReadAsync(Cancellation);
    }

    private static byte[] Mutated(byte[] value, Random random)
    {
        var bytes = new List<byte>(value);
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 1; changes--)
        {
            // Most of what matters stands at the beginning; the type itself is changed now and then.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 24) : bytes.Count);
            if (at == 0 && random.Next(4) != 0)
                at = 1;
            Mutate(bytes, at, random);
        }

        return [.. bytes];
    }

    private static void Mutate(List<byte> bytes, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] = s_telling[random.Next(s_telling.Length)];
                break;
            case 2:
                bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 10)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(20))));
                break;
            default:
                bytes.Insert(at, s_telling[random.Next(s_telling.Length)]);
                break;
        }
    }

    private static byte[] Sized(byte[] bytes)
    {
        var writer = new ValueWriter { Compresses = false };
        writer.Text(bytes);
        return writer.Written.ToArray();
    }

    private static byte[] Closed(byte[] value)
    {
        byte[] payload = [.. value, (byte)DumpPayload.Version, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        int end = payload.Length - sizeof(ulong);
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(end), Crc64.Append(0, payload.AsSpan(0, end)));
        return payload;
    }
}
