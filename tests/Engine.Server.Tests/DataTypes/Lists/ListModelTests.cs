using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.DataTypes.Lists;

public sealed class ListModelTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    /// <summary>The limit of nodes, the length from which an element stands alone, and the longest value.</summary>
    public static TheoryData<int, int, int> Limits { get; } = new()
    {
        { -2, 1 << 30, 300 },
        { -1, 1 << 30, 1500 },
        { -5, 1 << 30, 3000 },
        { 5, 1 << 30, 100 },
        { 1, 1 << 30, 20 },
        { 0, 1 << 30, 20 },
        { 100, 1 << 30, 1000 },
        { 4, 10, 20 },
        { -1, 500, 1000 },
        { -2, 1 << 30, 12_000 },
        { int.MinValue, 1 << 30, 9000 },
        { int.MaxValue, 1 << 30, 200 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void List_holds_what_a_plain_list_holds_while_it_is_edited(int nodeSize, int plainFrom, int longest)
    {
        Random random = new(nodeSize ^ longest);
        ListModel model = new(LimitsOf(nodeSize, plainFrom), longest);
        bool wasLarge = false;
        for (int step = 1; step <= 5000; step++)
        {
            model.Step(random, pushes: step / 700 % 2 == 0 ? 70 : 5);
            wasLarge |= model.IsLarge;
            if (step % 50 == 0)
                model.Check();
        }
        Assert.True(wasLarge);
        model.CheckCopyAndFree();
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Nodes_are_those_of_redis_server_to_the_byte(int nodeSize, int plainFrom, int longest)
    {
        await using RespClient client = await reference.ConnectAsync(TestContext.Current.CancellationToken);
        await client.CallAsync("FLUSHALL");
        await client.CallAsync("CONFIG", "SET", "rdbcompression", "no");
        await client.CallAsync("CONFIG", "SET", "list-max-listpack-size", Text(nodeSize));
        await client.CallAsync("DEBUG", "QUICKLIST-PACKED-THRESHOLD", Text(plainFrom));
        Random random = new(nodeSize ^ longest ^ 1);
        ListModel model = new(LimitsOf(nodeSize, plainFrom), longest);
        for (int step = 1; step <= 1500; step++)
        {
            string[] command = model.Step(random, pushes: step / 400 % 2 == 0 ? 60 : 5);
            Assert.False((await client.CallAsync(command)).IsError);
            if (step % 10 == 0)
                Assert.Equal(NodesOf(await client.CallAsync("DUMP", "list")), model.Nodes());
        }
    }

    private static EncodingLimits LimitsOf(int nodeSize, int plainFrom) =>
        new() { ListNodeSize = nodeSize, ListPlainNodeBytes = plainFrom };

    /// <summary>Reads a list as DUMP lays it out: the type, the number of nodes, each node's kind and bytes.</summary>
    private static string[] NodesOf(RespValue dump)
    {
        const int Plain = 1;
        if (dump.IsNull)
            return [];
        List<string> nodes = [];
        ReadOnlySpan<byte> rest = dump.Bytes.Span[1..];
        for (int left = ReadLength(ref rest); left > 0; left--)
        {
            bool isPlain = ReadLength(ref rest) == Plain;
            nodes.Add(ListModel.Describe(isPlain, ReadString(ref rest)));
        }
        return [.. nodes];
    }

    /// <summary>A string, which may be a short integer in binary.</summary>
    private static byte[] ReadString(ref ReadOnlySpan<byte> rest)
    {
        const int Integers = 0xC0;
        if (rest[0] < Integers)
        {
            int length = ReadLength(ref rest);
            byte[] text = rest[..length].ToArray();
            rest = rest[length..];
            return text;
        }

        int bytes = 1 << (rest[0] - Integers);
        int integer = bytes switch
        {
            1 => (sbyte)rest[1],
            2 => BinaryPrimitives.ReadInt16LittleEndian(rest[1..]),
            _ => BinaryPrimitives.ReadInt32LittleEndian(rest[1..]),
        };
        rest = rest[(1 + bytes)..];
        return Encoding.ASCII.GetBytes(Text(integer));
    }

    private static int ReadLength(ref ReadOnlySpan<byte> rest)
    {
        (int length, int taken) = (rest[0] >> 6) switch
        {
            0 => (rest[0] & 0x3F, 1),
            1 => ((rest[0] & 0x3F) << 8 | rest[1], 2),
            _ => (BinaryPrimitives.ReadInt32BigEndian(rest[1..]), 5),
        };
        rest = rest[taken..];
        return length;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
