using Patterns.Caching.Guards;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Guards;

public sealed class BloomShapeTests
{
    [Theory]
    [InlineData(1_000_000, 0.01, 9_585_059, 7)]
    [InlineData(100, 0.1, 480, 3)]
    [InlineData(1_000, 0.0001, 19_171, 13)]
    public void A_filter_is_as_large_as_the_formula_says(int names, double rate, long bits, int hashes)
        => Assert.Equal(new BloomShape(bits, hashes), BloomShape.Of(names, rate));

    [Fact]
    public void The_bits_of_a_name_are_what_other_releases_compute()
    {
        var offsets = new RedisValue[7];
        BloomShape.Of(1_000_000, 0.01).Write("product:42", offsets);
        Assert.Equal(
            [2915379, 4152906, 6570640, 7808167, 640842, 1878369, 4296103],
            offsets.Select(offset => (long)offset));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    public void Names_that_were_never_added_are_taken_for_others_as_often_as_said(double rate)
    {
        const int Names = 20_000;
        BloomShape shape = BloomShape.Of(Names, rate);
        var bits = new System.Collections.BitArray((int)shape.Bits);
        var offsets = new RedisValue[shape.Hashes];
        for (int i = 0; i < Names; i++)
        {
            shape.Write($"there {i}", offsets);
            Array.ForEach(offsets, offset => bits[(int)offset] = true);
        }

        Assert.All(Enumerable.Range(0, Names), i => Assert.True(Contains($"there {i}")));
        double wrong = Enumerable.Range(0, Names).Count(i => Contains($"not there {i}")) / (double)Names;

        // To five standard errors.
        Assert.InRange(wrong, 0.5 * rate, rate + (5 * Math.Sqrt(rate / Names)));

        bool Contains(string name)
        {
            shape.Write(name, offsets);
            return Array.TrueForAll(offsets, offset => bits[(int)offset]);
        }
    }
}
