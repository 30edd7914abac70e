using System.Text;
using Engine.Server.DataTypes.Serialization;
using Redis.Fixtures;

namespace Engine.Server.Tests.DataTypes.Serialization;

public sealed class LzfTests
{
    private readonly LzfCompressor _compressor = new();

    [Theory]
    [InlineData(100, "017878e05700017878")]
    public void Repeated_bytes_become_what_liblzf_makes_of_them(int length, string expected)
    {
        byte[] compressed = Compress(Encoding.ASCII.GetBytes(new string('x', length)), length - 4);
        Assert.Equal(expected, Convert.ToHexStringLower(compressed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_was_compressed_comes_back(int seed)
    {
        var random = new Random(seed);
        int compressible = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] text = RandomText(random);
            byte[] compressed = Compress(text, text.Length + 1);
            if (compressed.Length == 0)
                continue;
            compressible++;
            Assert.True(Lzf.IsPlausible(compressed.Length, text.Length));
            byte[] decompressed = new byte[text.Length];
            Assert.True(Lzf.TryDecompress(compressed, decompressed));
            Assert.Equal(text, decompressed);
        }

        Assert.True(compressible > 500, $"Only {compressible} texts were compressed.");
    }

    [Fact]
    public void Bytes_that_do_not_fit_are_not_compressed()
    {
        byte[] noise = new byte[1000];
        new Random(1).NextBytes(noise);
        Assert.Empty(Compress(noise, noise.Length));
        Assert.Empty(Compress(new byte[1000], 8));
        Assert.Empty(Compress([], 100));
        Assert.Empty(Compress(new byte[100], 0));
    }

    [Fact, Trait("Category", "Soak")]
    public void Mutated_bytes_give_other_bytes_or_none()
    {
        var random = new Random(7);
        int iterations = Soak.Iterations(usual: 20_000, soak: 2_000_000);
        for (int i = 0; i < iterations; i++)
        {
            byte[] text = RandomText(random);
            byte[] compressed = Compress(text, text.Length + 1);
            if (compressed.Length == 0)
                continue;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                compressed[random.Next(compressed.Length)] = (byte)random.Next(256);
            int length = random.Next(2) == 0 ? text.Length : random.Next(2 * text.Length);
            _ = Lzf.TryDecompress(compressed.AsSpan(0, random.Next(compressed.Length + 1)), new byte[length]);
        }
    }

    [Fact]
    public void Many_sources_share_a_table_without_finding_each_other()
    {
        // Each is long enough that the origin of the positions comes to its end and the table begins anew.
        byte[] zeros = new byte[1 << 20];
        byte[] first = Compress(zeros, zeros.Length);
        for (int i = 0; i < 2100; i++)
            Assert.Equal(first.Length, _compressor.Compress(zeros, new byte[first.Length + 8]));
    }

    private byte[] Compress(byte[] text, int room)
    {
        byte[] destination = new byte[room];
        return destination[.._compressor.Compress(text, destination)];
    }

    private static byte[] RandomText(Random random)
    {
        var text = new List<byte>();
        int pieces = random.Next(1, 60);
        int alphabet = random.Next(1, 30);
        for (int i = 0; i < pieces; i++)
        {
            bool repeats = text.Count > 0 && random.Next(3) == 0;
            int start = repeats ? random.Next(text.Count) : 0;
            int length = random.Next(1, random.Next(10) == 0 ? 400 : 20);
            for (int j = 0; j < length; j++)
                text.Add(repeats ? text[start + j] : (byte)random.Next(alphabet));
        }

        return [.. text];
    }
}
