using Patterns.Caching.Entries;

namespace Patterns.Caching.Tests.Entries;

public sealed class EntryLifetimeTests
{
    private static readonly TimeSpan _mean = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.1, 2)]
    [InlineData(0.5, 3)]
    public void Jitter_is_uniform_around_the_time_to_live(double jitter, int seed)
    {
        const int Draws = 50_000;
        double[] factors = [.. DrawMany(jitter, seed, Draws).Select(lifetime => lifetime / _mean).Order()];

        Assert.InRange(factors[0], 1 - jitter, 1 - (0.99 * jitter));
        Assert.InRange(factors[^1], 1 + (0.99 * jitter), 1 + jitter);

        // The mean of a uniform distribution is known to 5 standard errors of its own spread, jitter / sqrt 3.
        double spread = jitter / Math.Sqrt(3);
        double mean = factors.Average();
        Assert.InRange(mean, 1 - (5 * spread / Math.Sqrt(Draws)), 1 + (5 * spread / Math.Sqrt(Draws)));
        double deviation = Math.Sqrt(factors.Average(factor => Math.Pow(factor - mean, 2)));
        Assert.InRange(deviation, 0.98 * spread, 1.02 * spread);

        // Kolmogorov and Smirnov: the largest distance to the straight line, which is below 1.95 / sqrt n in 999 of
        // 1000.
        double distance = factors.Index().Max(
            factor => Math.Abs(((factor.Item - (1 - jitter)) / (2 * jitter)) - ((factor.Index + 1.0) / Draws)));
        Assert.True(distance < 1.95 / Math.Sqrt(Draws), $"The distribution is {distance} away from a uniform one.");
    }

    [Fact]
    public void A_seed_makes_the_lifetimes_repeatable()
    {
        Assert.Equal(DrawMany(0.1, seed: 7, count: 100), DrawMany(0.1, seed: 7, count: 100));
        Assert.NotEqual(DrawMany(0.1, seed: 7, count: 100), DrawMany(0.1, seed: 8, count: 100));
    }

    [Fact]
    public void Without_jitter_the_time_to_live_is_exact()
        => Assert.All(DrawMany(jitter: 0, seed: 1, count: 100), lifetime => Assert.Equal(_mean, lifetime));

    [Fact]
    public void The_jitter_of_a_call_wins()
    {
        var lifetime = Lifetime(jitter: 0.5, seed: 1);
        Assert.Equal(_mean, lifetime.Vary(_mean, new CacheEntryOptions { Jitter = 0 }));
    }

    [Fact]
    public void A_lifetime_is_never_shorter_than_the_unit_of_redis()
    {
        var lifetime = Lifetime(jitter: 0.5, seed: 1);
        for (int draw = 0; draw < 1000; draw++)
        {
            Assert.True(lifetime.Vary(EntryLifetime.Min, options: null) >= TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(1, 50, 10)]
    [InlineData(1, 10, 30)]
    [InlineData(0.5, 100, 100)]
    [InlineData(4, 20, 60)]
    public void Early_refreshes_come_as_the_formula_says(double beta, double costMs, double leftMs)
    {
        const int Draws = 100_000;
        EntryLifetime lifetime = Lifetime(jitter: 0, seed: 5);
        var options = new CacheEntryOptions { EarlyRefreshBeta = beta };
        int refreshes = Enumerable.Range(0, Draws).Count(_ => lifetime.IsRefreshDue(
            TimeSpan.FromMilliseconds(leftMs), TimeSpan.FromMilliseconds(costMs), options));

        // P(-cost * beta * ln(u) >= left) = exp(-left / (cost * beta)), to 5 standard errors.
        double expected = Math.Exp(-leftMs / (costMs * beta));
        double error = 5 * Math.Sqrt(expected * (1 - expected) / Draws);
        Assert.InRange((double)refreshes / Draws, expected - error, expected + error);
    }

    [Fact]
    public void Without_a_factor_or_a_cost_nothing_is_refreshed_early()
    {
        EntryLifetime lifetime = Lifetime(jitter: 0, seed: 5);
        for (int draw = 0; draw < 1000; draw++)
        {
            Assert.False(lifetime.IsRefreshDue(EntryLifetime.Min, TimeSpan.FromDays(1), options: null));
            Assert.False(lifetime.IsRefreshDue(
                EntryLifetime.Min, TimeSpan.Zero, new CacheEntryOptions { EarlyRefreshBeta = 10 }));
        }
    }

    [Fact]
    public void A_null_lives_no_longer_than_another_value_and_is_never_stale()
    {
        EntryLifetime lifetime = Lifetime(jitter: 0, seed: 1);
        var options = new CacheEntryOptions { StaleFor = TimeSpan.FromHours(1) };
        EntryTerms negative = lifetime.Draw(_mean, isNegative: true, options);
        Assert.Equal(TimeSpan.FromSeconds(30), negative.Lifetime);
        Assert.Equal(TimeSpan.Zero, negative.StaleFor);
        Assert.Equal(EntryLifetime.Min, lifetime.Draw(EntryLifetime.Min, isNegative: true, options).Lifetime);
        Assert.Equal(TimeSpan.FromHours(1), lifetime.Draw(_mean, isNegative: false, options).StaleFor);
    }

    [Fact]
    public void Options_of_a_call_are_checked_when_they_are_made()
    {
        ArgumentOutOfRangeException tooShort = Assert.Throws<ArgumentOutOfRangeException>(
            () => new CacheEntryOptions { TimeToLive = TimeSpan.Zero });
        Assert.Contains("00:00:00 must be between 00:00:00.0010000 and", tooShort.Message, StringComparison.Ordinal);
        Assert.Contains("DoNotStore", tooShort.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new CacheEntryOptions { TimeToLive = TimeSpan.FromDays(3651) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CacheEntryOptions { Jitter = 0.51 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CacheEntryOptions { Jitter = double.NaN });
        Assert.Equal(new CacheEntryOptions(), new CacheEntryOptions { TimeToLive = null, Jitter = null });
    }

    [Fact]
    public void Times_of_a_call_are_not_negative_and_have_bounds()
    {
        TimeSpan before = TimeSpan.FromMilliseconds(-1);
        TimeSpan tick = TimeSpan.FromTicks(1);
        Func<CacheEntryOptions>[] wrong =
        [
            () => new() { StaleFor = before },
            () => new() { StaleFor = TimeSpan.FromDays(30) + tick },
            () => new() { SourceSoftTimeout = before },
            () => new() { SourceSoftTimeout = TimeSpan.FromHours(1) + tick },
            () => new() { RefreshAhead = before },
            () => new() { RefreshAhead = TimeSpan.FromDays(3650) + tick },
            () => new() { LocalTimeToLive = before },
            () => new() { LocalTimeToLive = TimeSpan.FromDays(3650) + tick },
        ];
        Assert.All(wrong, create => Assert.Throws<ArgumentOutOfRangeException>(create));
        Assert.Contains(
            "The time -00:00:00.0010000 for which a value is held in the process must be between 00:00:00 and 3650",
            Assert.Throws<ArgumentOutOfRangeException>(wrong[6]).Message,
            StringComparison.Ordinal);
        _ = new CacheEntryOptions
        {
            StaleFor = TimeSpan.Zero,
            SourceSoftTimeout = TimeSpan.FromHours(1),
            RefreshAhead = TimeSpan.FromDays(3650),
            LocalTimeToLive = TimeSpan.Zero,
        };
    }

    private static TimeSpan[] DrawMany(double jitter, int seed, int count)
    {
        var lifetime = Lifetime(jitter, seed);
        return [.. Enumerable.Range(0, count).Select(_ => lifetime.Vary(_mean, options: null))];
    }

    private static EntryLifetime Lifetime(double jitter, int seed)
        => new(new RedisCacheOptions { TimeToLive = _mean, Jitter = jitter, Random = new Random(seed) });
}
