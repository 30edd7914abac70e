using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;
using FsCheck;
using FsCheck.Fluent;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.DataTypes.Packs;

public sealed class ListPackTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    /// <summary>Texts that look like integers, and are ones only in their canonical spelling.</summary>
    private static readonly string[] Spellings =
    [
        "", "0", "-0", "00", "01", "+1", " 1", "1 ", "-", "--1", "1.0", "1e3", "127", "128", "-1", "-4096", "-4097",
        "4095", "4096", "8191", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551616", "99999999999999999999999", "1\0",
    ];

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public void Pack_holds_what_a_list_holds_while_it_is_edited(int seed)
    {
        Random random = new(seed);
        ListPackModel model = new();
        for (int step = 1; step <= 4000; step++)
        {
            model.Step(random.Next(1000), random.Next(1000), ListPackModel.RandomValue(random));
            model.CheckFind(ListPackModel.RandomValue(random), random.Next(3));
            if (step % 100 == 0)
                model.Check();
        }
    }

    [Fact]
    public void Any_order_of_changes_gives_what_a_list_gives()
    {
        Prop.ForAll((ushort[] steps) =>
        {
            ListPackModel model = new();
            foreach (ushort step in steps)
                model.Step(step, step / 10, Digits(step - 5000));
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(200));
    }

    [Fact]
    public void Pack_of_more_elements_than_its_header_can_count_is_walked()
    {
        PageHeap heap = new();
        uint handle = ListPackEditor.Create(heap);
        ListPackEditor editor = new(heap, ref handle);
        for (int i = 0; i < 70_000; i++)
            editor.Append("x"u8);

        Assert.Equal(70_000, ListPack.Count(editor.Pack));
        Assert.Equal(ListPack.Last(editor.Pack), ListPack.At(editor.Pack, 69_999));
        Assert.True(ListPack.IsValid(editor.Pack[..ListPack.Length(editor.Pack)]));
        Assert.Equal(-1, editor.Delete(ListPack.At(editor.Pack, 10), int.MaxValue));
        Assert.Equal(10, ListPack.Count(editor.Pack));
    }

    [Fact]
    public async Task Layout_is_that_of_redis_server_to_the_byte()
    {
        Random random = new(5);
        IEnumerable<byte[]> values = Enumerable.Range(0, 3000).Select(_ => ListPackModel.RandomValue(random))
            .Concat(Spellings.Select(Encoding.ASCII.GetBytes));
        await using RespClient client = await reference.ConnectAsync(TestContext.Current.CancellationToken);
        await client.CallAsync("CONFIG", "SET", "rdbcompression", "no");
        await client.CallAsync("CONFIG", "SET", "list-max-listpack-size", "-5");

        foreach (byte[][] chunk in values.Chunk(3))
        {
            await client.CallAsync("DEL", "list");
            await client.SendAsync([.. new[] { "RPUSH"u8.ToArray(), "list"u8.ToArray() }.Concat(chunk)],
                TestContext.Current.CancellationToken);
            await client.ReadAsync(TestContext.Current.CancellationToken);
            RespValue dump = await client.CallAsync("DUMP", "list");

            byte[] pack = ListPackModel.Of(chunk);
            Assert.True(dump.Bytes.Span[..^10].EndsWith(pack), $"Differs for {Describe(chunk)}.");
        }
    }

    [Fact]
    public void Elements_that_another_writer_stored_less_tightly_are_found()
    {
        byte[] pack =
        [
            0, 0, 0, 0, 2, 0,
            0x82, (byte)'1', (byte)'2', 3,
            ListPack.Integer64, 7, 0, 0, 0, 0, 0, 0, 0, 9,
            ListPack.End,
        ];
        BinaryPrimitives.WriteInt32LittleEndian(pack, pack.Length);

        Assert.True(ListPack.IsValid(pack));
        Assert.Equal(6, ListPack.Find(pack, 6, "12"u8, 0));
        Assert.Equal(10, ListPack.Find(pack, 6, "7"u8, 0));
        Assert.Equal(-1, ListPack.Find(pack, 6, "7"u8, 1));
        Assert.Equal(-1, ListPack.Find(pack, -1, "7"u8, 0));
    }

    [Fact]
    public void Bytes_that_are_no_pack_are_refused_whatever_was_changed_in_them()
    {
        Random random = new(6);
        byte[] original = ListPackModel.Of(Enumerable.Range(0, 12).Select(_ => ListPackModel.RandomValue(random)));
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original];
            int structure = random.Next(4) == 0 ? random.Next(12) : random.Next(bytes.Length);
            bytes[structure] = (byte)random.Next(256);
            if (random.Next(5) == 0)
                bytes = bytes[..random.Next(bytes.Length + 1)];
            if (!ListPack.IsValid(bytes))
                continue;
            accepted++;
            Walk(bytes);
        }
        Assert.True(ListPack.IsValid(original));
        Assert.InRange(accepted, 1, 19_999);
    }

    [Theory]
    [InlineData("")]
    [InlineData("07 00 00 00 00 00")]
    [InlineData("07 00 00 00 00 00 FF FF")]
    [InlineData("07 00 00 00 01 00 FF")]
    [InlineData("08 00 00 00 00 00 FF FF")]
    [InlineData("07 00 00 00 00 00 00")]
    [InlineData("09 00 00 00 01 00 05 02 FF")]
    [InlineData("09 00 00 00 01 00 F5 01 FF")]
    [InlineData("09 00 00 00 01 00 BF 01 FF")]
    [InlineData("0D 00 00 00 01 00 F0 FF FF FF FF 05 FF")]
    [InlineData("0D 00 00 00 01 00 F0 FF FF FF 7F 05 FF")]
    [InlineData("0A 00 00 00 01 00 E1 00 01 FF")]
    public void Malformed_pack_is_refused(string hex) =>
        Assert.False(ListPack.IsValid(Convert.FromHexString(hex.Replace(" ", ""))));

    private static void Walk(ReadOnlySpan<byte> pack)
    {
        int count = 0;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (int position = ListPack.First(pack); position >= 0; position = ListPack.Next(pack, position))
        {
            ListPack.Read(pack, position).Text(digits);
            count++;
        }
        for (int position = ListPack.Last(pack); position >= 0; position = ListPack.Previous(pack, position))
            count--;
        Assert.Equal(0, count);
    }

    private static byte[] Digits(int value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    private static string Describe(byte[][] values) => string.Join(
        ", ", values.Select(value => $"{value.Length} bytes {Convert.ToHexString([.. value.Take(9)])}"));
}
