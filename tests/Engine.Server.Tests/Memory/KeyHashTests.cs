using System.Numerics;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class KeyHashTests
{
    private const ulong Seed = 42;

    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 70), 255, 256, 257, 4096];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_bit_of_a_key_and_of_the_seed_changes_about_half_of_the_hash(int length)
    {
        byte[] key = new byte[length];
        new Random(length).NextBytes(key);
        ulong hash = KeyHash.Compute(key, Seed);
        int changedBits = 0;
        for (int bit = 0; bit < 8 * length; bit++)
        {
            key[bit / 8] ^= (byte)(1 << bit % 8);
            int changed = BitOperations.PopCount(hash ^ KeyHash.Compute(key, Seed));
            Assert.InRange(changed, 8, 56);
            changedBits += changed;
            key[bit / 8] ^= (byte)(1 << bit % 8);
        }
        Assert.InRange((double)changedBits / (8 * length), 28, 36);

        for (int bit = 0; bit < 64; bit++)
            Assert.InRange(BitOperations.PopCount(hash ^ KeyHash.Compute(key, Seed ^ 1UL << bit)), 8, 56);
    }

    [Fact]
    public void Length_is_part_of_the_key()
    {
        byte[] zeros = new byte[300];
        var hashes = Enumerable.Range(0, zeros.Length).Select(length => KeyHash.Compute(zeros.AsSpan(0, length), Seed));

        Assert.Equal(zeros.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Same_key_and_seed_give_the_same_hash_wherever_the_key_lies()
    {
        byte[] key = [.. Enumerable.Range(0, 100).Select(number => (byte)number)];
        byte[] shifted = [0, 0, 0, .. key, 0];

        for (int length = 0; length <= key.Length; length++)
        {
            ulong expected = KeyHash.Compute(key.AsSpan(0, length), Seed);
            Assert.Equal(expected, KeyHash.Compute(shifted.AsSpan(3, length), Seed));
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("key:{0:D12}")]
    [InlineData("user:{0}:session:profile")]
    [InlineData("a key that is longer than two words of sixteen bytes {0:D8} and goes on")]
    public void Numbered_keys_spread_evenly_over_chains_and_tags(string format)
    {
        const int keys = 1 << 16;
        int[] chains = new int[256];
        int[] tags = new int[256];
        HashSet<ulong> hashes = [];
        for (int number = 0; number < keys; number++)
        {
            byte[] key = System.Text.Encoding.ASCII.GetBytes(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, format, number));
            ulong hash = KeyHash.Compute(key, Seed);
            hashes.Add(hash);
            chains[(byte)hash]++;
            tags[hash >> 56]++;
        }

        Assert.Equal(keys, hashes.Count);
        Assert.InRange(ChiSquare(chains, keys), 150, 380);
        Assert.InRange(ChiSquare(tags, keys), 150, 380);
    }

    /// <summary>A first word that makes a factor zero would make all keys that start with it collide.</summary>
    [Fact]
    public void No_first_word_makes_the_rest_of_the_key_irrelevant()
    {
        ulong[] suspects = [0, ulong.MaxValue, 0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03];
        foreach (ulong suspect in suspects)
        {
            byte[] key = [.. BitConverter.GetBytes(suspect), 1, 2, 3, 4, 5, 6, 7, 8];
            byte[] other = [.. BitConverter.GetBytes(suspect), 8, 7, 6, 5, 4, 3, 2, 1];
            Assert.NotEqual(KeyHash.Compute(key, Seed), KeyHash.Compute(other, Seed));
        }
    }

    /// <summary>With 255 degrees of freedom: 255 on average, outside 150 to 380 less than once in a million.</summary>
    private static double ChiSquare(int[] counts, int total)
    {
        double expected = (double)total / counts.Length;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
