using Engine.Server.DataTypes.Packs;
using FsCheck;
using FsCheck.Fluent;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.DataTypes.Packs;

public sealed class IntSetTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    /// <summary>Where the width of the integers changes.</summary>
    private static readonly long[] Edges =
    [
        0, 1, -1, short.MaxValue, short.MaxValue + 1, short.MinValue, short.MinValue - 1, int.MaxValue,
        int.MaxValue + 1L, int.MinValue, int.MinValue - 1L, long.MaxValue, long.MinValue,
    ];

    [Theory]
    [InlineData(41, 100)]
    [InlineData(42, 100_000)]
    [InlineData(43, long.MaxValue)]
    public void Set_holds_what_a_sorted_set_holds_while_it_is_edited(int seed, long range)
    {
        Random random = new(seed);
        IntSetModel model = new();
        for (int step = 1; step <= 6000; step++)
        {
            long value = random.NextInt64(-Math.Min(range, 1L << 60), range);
            bool growing = step / 1500 % 2 == 0;
            if (random.Next(10) < (growing ? 7 : 3))
                model.Add(value);
            else
                model.Remove(model.Any(random) ?? value);
            if (step % 50 == 0)
                model.Check();
        }
    }

    [Fact]
    public void Any_order_of_changes_gives_what_a_sorted_set_gives()
    {
        Prop.ForAll((short[] steps) =>
        {
            IntSetModel model = new();
            foreach (short step in steps)
            {
                long value = Edges[Math.Abs(step / 2) % Edges.Length];
                if (step % 2 == 0)
                    model.Add(value);
                else
                    model.Remove(value);
            }
            model.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(60));
    }

    [Fact]
    public async Task Layout_is_that_of_redis_server_to_the_byte()
    {
        Random random = new(7);
        await using RespClient client = await reference.ConnectAsync(TestContext.Current.CancellationToken);
        await client.CallAsync("CONFIG", "SET", "rdbcompression", "no");
        for (int round = 0; round < 40; round++)
        {
            await client.CallAsync("DEL", "set");
            IntSetModel model = new();
            for (int i = random.Next(1, 15); i > 0; i--)
            {
                long value = Edges[random.Next(round < 20 ? Edges.Length : 6)];
                model.Add(value);
                await client.CallAsync("SADD", "set", $"{value}");
            }
            model.Remove(Edges[0]);
            await client.CallAsync("SREM", "set", $"{Edges[0]}");
            if (model.Bytes.Length == IntSet.HeaderLength)
                continue;
            RespValue dump = await client.CallAsync("DUMP", "set");
            Assert.Equal(model.Bytes, dump.Bytes.Span[^(10 + model.Bytes.Length)..^10]);
        }
    }

    [Fact]
    public void Bytes_that_are_no_set_are_refused_whatever_was_changed_in_them()
    {
        Random random = new(8);
        IntSetModel model = new();
        for (int i = 0; i < 12; i++)
            model.Add(random.Next(-100, 40_000));
        byte[] original = model.Bytes;
        Assert.True(IntSet.IsValid(original));
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. original];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(5) == 0)
                bytes = bytes[..random.Next(bytes.Length + 1)];
            if (!IntSet.IsValid(bytes))
                continue;
            accepted++;
            for (int index = 0; index < IntSet.Count(bytes); index++)
            {
                Assert.True(IntSet.TryFind(bytes, IntSet.At(bytes, index), out int found));
                Assert.Equal(index, found);
            }
        }
        Assert.InRange(accepted, 1, 19_999);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02 00 00 00 01 00 00")]
    [InlineData("02 00 00 00 00 00 00 00")]
    [InlineData("02 00 00 00 01 00 00 00 01")]
    [InlineData("02 00 00 00 02 00 00 00 01 00")]
    [InlineData("02 00 00 00 02 00 00 00 02 00 01 00")]
    [InlineData("02 00 00 00 02 00 00 00 01 00 01 00")]
    [InlineData("03 00 00 00 01 00 00 00 01 00 00")]
    [InlineData("00 00 00 00 01 00 00 00")]
    [InlineData("08 00 00 00 00 00 00 20 01 00 00 00 00 00 00 00")]
    [InlineData("02 00 00 00 FF FF FF FF 01 00")]
    public void Malformed_set_is_refused(string hex) =>
        Assert.False(IntSet.IsValid(Convert.FromHexString(hex.Replace(" ", ""))));
}
