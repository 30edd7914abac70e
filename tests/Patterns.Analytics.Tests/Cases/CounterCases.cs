using Patterns.Analytics.Counters;
using Patterns.Analytics.Tests.Support;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Counters, on a server with any clock.</summary>
public abstract class CounterCases(RecipeServer server) : AnalyticsCases(server)
{
    [Fact]
    public async Task Every_increment_counts_in_every_resolution()
    {
        RedisCounters counters = await CreateAsync();
        DateTimeOffset start = await ServerTimeAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(
            number => counters.IncrementAsync("c", number % 5, Cancellation).AsTask()));
        DateTimeOffset until = (await ServerTimeAsync()).AddMilliseconds(1);

        foreach (TimeSpan bucket in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1) })
        {
            IReadOnlyList<CounterPoint> points = await counters.ReadAsync("c", bucket, start, until, Cancellation);
            Assert.Equal(400, points.Sum(point => point.Count));
            Assert.Equal(0, points[0].Start.Ticks % bucket.Ticks);
        }

        Assert.Equal(400, await counters.SumAsync("c", start, until, Cancellation));
        Assert.Equal(400, await counters.SumAsync("c", start.AddDays(-300), until, Cancellation));
        Assert.Equal(0, await counters.SumAsync("c", start, start, Cancellation));
        Assert.Equal(0, await counters.SumAsync("other", start, until, Cancellation));
    }

    [Fact]
    public async Task Counts_may_be_taken_away_and_are_answered()
    {
        RedisCounters counters = await CreateAsync(
            options => options.Resolutions = [new(TimeSpan.FromDays(366), TimeSpan.FromDays(1))]);
        (long[] counts, _, _) = await WithinBucketAsync(
            TimeSpan.FromDays(366),
            async c => new[]
            {
                await counters.IncrementAsync(c, 5, Cancellation),
                await counters.IncrementAsync(c, -3, Cancellation),
                await counters.IncrementAsync(c, cancellationToken: Cancellation),
            });
        Assert.Equal([5, 2, 3], counts);
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_every_key_has_an_expiry()
    {
        RedisCounters counters = await CreateAsync();
        (long _, string c, DateTimeOffset now) = await WithinBucketAsync(
            TimeSpan.FromMinutes(1000), c => counters.IncrementAsync(c, 1, Cancellation).AsTask());
        await RunAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAsync();
        Assert.Equal("EVALSHA EVALSHA EVALSHA", log.Take());

        long minutes = now.ToUnixTimeSeconds() / 60 / 1000;
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:1:{{{c}}}:60s:{minutes}");
        Assert.InRange(left!.Value, TimeSpan.FromDays(2), TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1001));

        async Task RunAsync()
        {
            await counters.IncrementAsync(c, 1, Cancellation);
            await counters.ReadAsync(c, TimeSpan.FromMinutes(1), now.AddHours(-20), now, Cancellation);
            await counters.SumAsync(c, now.AddDays(-100), now, Cancellation);
        }
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisCounters counters = await CreateAsync();
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        TimeSpan minute = TimeSpan.FromMinutes(1);
        await RefusedAsync(
            counters.ReadAsync("c", TimeSpan.FromSeconds(7), now, now, Cancellation),
            "bucket is 00:00:07, but must be one of 00:01:00, 01:00:00, 1.00:00:00");
        await RefusedAsync(
            counters.ReadAsync("c", minute, now, now.AddDays(-1), Cancellation), "must not be before");
        await RefusedAsync(
            counters.ReadAsync("c", minute, now, now.AddDays(7), Cancellation), "the number of buckets is 10080");
        await RefusedAsync(
            counters.SumAsync("c", now, now.AddDays(20_000), Cancellation), "the number of buckets is 20000");
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await counters.IncrementAsync("", 1, Cancellation));
        await RefusedAsync(
            counters.IncrementAsync("c", long.MaxValue, Cancellation), "amount is 9223372036854775807, but must be");
        await RefusedAsync(counters.IncrementAsync("c", long.MinValue, Cancellation), "amount is -9223372036854775808");
        await RefusedAsync(counters.IncrementAsync("a{b", 1, Cancellation), "braces that are no hash tag");
    }

    [Fact]
    public async Task A_key_of_another_data_type_is_named()
    {
        RedisCounters counters = await CreateAsync();
        (Exception? thrown, string c, _) = await WithinBucketAsync(TimeSpan.FromDays(1000), async c =>
        {
            long days = (await ServerTimeAsync()).ToUnixTimeSeconds() / 86_400 / 1000;
            await (await DatabaseAsync()).StringSetAsync($"{Prefix}:1:{{{c}}}:86400s:{days}", "x");
            return await Record.ExceptionAsync(async () => await counters.IncrementAsync(c, 1, Cancellation));
        });
        InvalidOperationException error = Assert.IsType<InvalidOperationException>(thrown);
        Assert.Contains($"A key of '{c}' holds something else", error.Message, StringComparison.Ordinal);
    }

    protected async Task<RedisCounters> CreateAsync(Action<CountersOptions>? configure = null)
    {
        var options = new CountersOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisCounters(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
