using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.DataTypes;

/// <summary>
/// Redis is the only one here who has a real <c>long double</c>: INCRBYFLOAT tells what the sum must be.
/// </summary>
public sealed class ExtendedDoubleTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private const int PairsPerBatch = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Soak")]
    public async Task Sums_of_random_fractions_agree_with_redis_to_the_last_digit()
    {
        int seed = Soak.Iterations(usual: 80, soak: Random.Shared.Next());
        var random = new Random(seed);
        await using RespClient redis = await reference.ConnectAsync(Cancellation);
        for (int batch = 0; batch < Soak.Iterations(usual: 10, soak: 1000); batch++)
        {
            (string First, string Second)[] pairs =
                [.. Enumerable.Range(0, PairsPerBatch).Select(_ => (Fraction(random), Fraction(random)))];
            await redis.SendRawAsync(Encoding.ASCII.GetBytes(string.Concat(pairs.Select(Request))), Cancellation);
            foreach ((string first, string second) in pairs)
            {
                await redis.ReadAsync(Cancellation);
                string expected = (await redis.ReadAsync(Cancellation)).ToString();
                string actual = Add(first, second);
                Assert.True(
                    expected == actual, $"{first} + {second} = {expected} by Redis, {actual} by us; seed {seed}.");
            }
        }
    }

    [Theory]
    [InlineData("0", "0", "0")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("-0", "-0", "0")]
    [InlineData("6e-18", "0", "0.00000000000000001")]
    [InlineData("1e4932", "-1e4932", "0")]
    [InlineData("3.6451995318824746025e-4951", "0", "0")]
    [InlineData("9223372036854775807", "9223372036854775807", "18446744073709551614")]
    [InlineData("18446744073709551615", "1", "18446744073709551616")]
    [InlineData("18446744073709551616", "1", "18446744073709551616")]
    [InlineData("18446744073709551616", "3", "18446744073709551620")]
    public void Sums_are_rounded_to_the_nearest_even_of_64_bits(string first, string second, string sum) =>
        Assert.Equal($"\"{sum}\"", Add(first, second));

    private static string Request((string First, string Second) pair) =>
        $"SET f {pair.First}\r\nINCRBYFLOAT f {pair.Second}\r\n";

    /// <summary>The sum or the error, spelled as the reply to INCRBYFLOAT.</summary>
    private static string Add(string first, string second)
    {
        if (!ExtendedDouble.TryParse(Encoding.ASCII.GetBytes(first), out ExtendedDouble left)
            || !ExtendedDouble.TryParse(Encoding.ASCII.GetBytes(second), out ExtendedDouble right))
        {
            return "(error) ERR value is not a valid float";
        }

        ExtendedDouble sum = left + right;
        if (!sum.IsFinite)
            return "(error) ERR increment would produce NaN or Infinity";
        var text = new byte[ExtendedDouble.MaxLength];
        return $"\"{Encoding.ASCII.GetString(text, 0, sum.Format(text))}\"";
    }

    private static string Fraction(Random random)
    {
        string sign = random.Next(2) == 0 ? "-" : "";
        int exponent = random.Next(3) switch
        {
            0 => random.Next(-30, 30),
            1 => random.Next(-4970, 4940),
            _ => random.Next(-80, 80),
        };
        return random.Next(8) switch
        {
            0 => $"{sign}{Digits(random, 19)}",
            1 => $"{sign}{Digits(random, 8)}.{Digits(random, 18)}",
            2 => $"{sign}{Digits(random, 20)}.{Digits(random, 30)}e{exponent}",
            3 => $"{sign}{Digits(random, 3)}e{exponent}",
            4 => $"{sign}0x{random.NextInt64():x}.{random.NextInt64():x}p{exponent}",
            5 => $"{sign}{random.NextInt64().ToString(CultureInfo.InvariantCulture)}",
            6 => $"{sign}{Digits(random, 200)}.{Digits(random, 200)}",
            _ => $"{sign}0.{new string('0', random.Next(20))}{Digits(random, 25)}",
        };
    }

    private static string Digits(Random random, int most) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(most)).Select(_ => random.Next(10)));
}
