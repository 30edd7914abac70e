using Engine.Server.Keyspace.Eviction;

namespace Engine.Server.Tests.Keyspace.Eviction;

public sealed class AccessFrequencyTests
{
    private const uint Minutes = 1000;
    private const uint LastMinute = 0xFFFF;

    [Fact]
    public void Counter_of_a_new_key_has_a_head_start_and_its_first_uses_all_count()
    {
        uint access = AccessFrequency.Pack(Minutes, AccessFrequency.Initial);

        uint used = AccessFrequency.Use(access, Minutes, decayMinutes: 1, logFactor: 10, new Random(1));

        Assert.Equal(5, Counter(access));
        Assert.Equal(6, Counter(used));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(6, 10)]
    [InlineData(20, 1)]
    [InlineData(20, 10)]
    [InlineData(100, 10)]
    [InlineData(254, 1)]
    public void A_step_takes_as_many_uses_on_average_as_the_formula_says(byte counter, int logFactor)
    {
        const int Steps = 3000;
        var random = new Random(counter * 31 + logFactor);
        double expected = (counter - AccessFrequency.Initial) * logFactor + 1;
        long uses = 0;
        for (int step = 0; step < Steps; step++)
        {
            uint access = AccessFrequency.Pack(Minutes, counter);
            while (Counter(access) == counter)
            {
                access = AccessFrequency.Use(access, Minutes, decayMinutes: 1, logFactor, random);
                uses++;
            }
        }

        // The standard error of a geometric mean is below expected / sqrt(steps): five of them are allowed.
        double tolerance = 5 * expected / Math.Sqrt(Steps);
        Assert.InRange((double)uses / Steps, expected - tolerance, expected + tolerance);
    }

    [Fact]
    public void Without_a_factor_each_use_counts_until_the_counter_is_full()
    {
        uint access = AccessFrequency.Pack(Minutes, 0);
        for (int use = 1; use <= 300; use++)
        {
            access = AccessFrequency.Use(access, Minutes, decayMinutes: 1, logFactor: 0, new Random(1));
            Assert.Equal(Math.Min(use, byte.MaxValue), Counter(access));
        }
    }

    [Theory]
    [InlineData(100, 0, 1, 100)]
    [InlineData(100, 1, 1, 99)]
    [InlineData(100, 60, 1, 40)]
    [InlineData(100, 9, 10, 100)]
    [InlineData(100, 25, 10, 98)]
    [InlineData(100, 101, 1, 0)]
    [InlineData(100, 5000, 0, 100)]
    public void Time_without_use_takes_steps_away(byte counter, uint elapsed, int decayMinutes, byte expected)
    {
        uint access = AccessFrequency.Pack(Minutes, counter);

        Assert.Equal(expected, AccessFrequency.Counter(access, Minutes + elapsed, decayMinutes));
    }

    [Fact]
    public void Use_counts_from_what_time_has_left_and_starts_the_next_period()
    {
        uint access = AccessFrequency.Pack(Minutes, 40);

        uint used = AccessFrequency.Use(access, Minutes + 38, decayMinutes: 1, logFactor: 10, new Random(1));

        Assert.Equal(AccessFrequency.Pack(Minutes + 38, 3), used);
    }

    [Fact]
    public void Time_goes_on_where_the_minutes_begin_anew()
    {
        uint access = AccessFrequency.Pack(LastMinute - 2, 50);

        Assert.Equal(45, AccessFrequency.Counter(access, minutes: 3, decayMinutes: 1));
        Assert.Equal(0u, AccessFrequency.Minutes(60_000L * (LastMinute + 1)));
    }

    private static byte Counter(uint access) => AccessFrequency.Counter(access, Minutes, decayMinutes: 1);
}
