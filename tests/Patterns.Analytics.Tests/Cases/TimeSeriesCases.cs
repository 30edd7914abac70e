using Patterns.Analytics.Tests.Support;
using Patterns.Analytics.TimeSeries;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Time series, on a server with any clock.</summary>
public abstract class TimeSeriesCases(RecipeServer server) : AnalyticsCases(server)
{
    [Fact]
    public async Task Samples_are_kept_and_made_coarser()
    {
        RedisTimeSeries series = await CreateAsync();
        DateTimeOffset start = (await ServerTimeAsync()).AddMilliseconds(-1);
        double[] values = [3, -1.5, 1e-300, 7.25, 0.1];
        foreach (double value in values)
        {
            await series.AppendAsync("cpu", value, Cancellation);
        }

        DateTimeOffset until = (await ServerTimeAsync()).AddMilliseconds(2);
        IReadOnlyList<Sample> samples = await series.ReadSamplesAsync("cpu", start, until, 100, Cancellation);
        Assert.Equal(values, samples.Select(sample => sample.Value));
        Assert.All(samples, sample => Assert.InRange(sample.At, start.AddMilliseconds(-1), until));
        foreach (TimeSpan length in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1) })
        {
            IReadOnlyList<SampleBucket> buckets = await series.ReadAsync("cpu", length, start, until, Cancellation);
            Assert.Equal(5, buckets.Sum(bucket => bucket.Count));
            Assert.Equal(values.Sum(), buckets.Sum(bucket => bucket.Sum), 9);
            Assert.Equal(-1.5, buckets.Min(bucket => bucket.Min));
            Assert.Equal(7.25, buckets.Max(bucket => bucket.Max));
            Assert.Equal(0.1, buckets[^1].Last);
        }

        Assert.Empty(await series.ReadSamplesAsync("cpu", start.AddDays(-1), start, 100, Cancellation));
        Assert.Equal(2, (await series.ReadSamplesAsync("cpu", start, until, 2, Cancellation)).Count);
        Assert.Empty(await series.ReadAsync("none", TimeSpan.FromHours(1), start, until, Cancellation));
    }

    [Fact]
    public async Task Concurrent_samples_all_count()
    {
        RedisTimeSeries series = await CreateAsync();
        DateTimeOffset start = await ServerTimeAsync();
        await Task.WhenAll(Enumerable.Range(1, 200).Select(
            number => series.AppendAsync("c", number, Cancellation).AsTask()));
        IReadOnlyList<SampleBucket> days = await series.ReadAsync(
            "c", TimeSpan.FromDays(1), start, start.AddDays(1), Cancellation);
        Assert.Equal((200, 20_100), (days.Sum(day => day.Count), days.Sum(day => day.Sum)));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_every_key_has_an_expiry()
    {
        RedisTimeSeries series = await CreateAsync();
        DateTimeOffset now = await ServerTimeAsync();
        await RunAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAsync();
        Assert.Equal("EVALSHA EVALSHA XRANGE", log.Take());
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:1:{{c}}:samples");
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));

        async Task RunAsync()
        {
            await series.AppendAsync("c", 1, Cancellation);
            await series.ReadAsync("c", TimeSpan.FromHours(1), now.AddDays(-30), now, Cancellation);
            await series.ReadSamplesAsync("c", now.AddHours(-1), now, 100, Cancellation);
        }
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisTimeSeries series = await CreateAsync();
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, -1.1e290 })
        {
            ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                async () => await series.AppendAsync("c", value, Cancellation));
            Assert.Contains("leave out what was not measured", error.Message, StringComparison.Ordinal);
        }

        // The largest that is accepted can be read.
        await series.AppendAsync("c", 1e290, Cancellation);
        await series.AppendAsync("c", 1e290, Cancellation);
        IReadOnlyList<SampleBucket> buckets = await series.ReadAsync(
            "c", TimeSpan.FromDays(1), now.AddDays(-4_000), now.AddDays(5_000), Cancellation);
        Assert.Equal(2e290, buckets.Sum(bucket => bucket.Sum));
        await RefusedAsync(series.ReadSamplesAsync("c", now, now, 0, Cancellation), "count is 0");
        await RefusedAsync(series.ReadAsync("c", TimeSpan.FromTicks(9), now, now, Cancellation), "bucket is");
    }

    protected async Task<RedisTimeSeries> CreateAsync(Action<TimeSeriesOptions>? configure = null)
    {
        var options = new TimeSeriesOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisTimeSeries(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
