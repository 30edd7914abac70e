using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Analytics.Buckets;
using Patterns.Core.Scripting;
using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Analytics.TimeSeries;

/// <summary>Series of measured values: samples for a while, and count, sum, least, greatest and latest value by minute,
/// hour and day for longer.</summary>
/// <remarks>Samples get the time of Redis when they come in. Every operation throws
/// <see cref="AnalyticsUnavailableException"/> when Redis fails. Create one and keep it; it is safe for concurrent
/// use.</remarks>
public sealed class RedisTimeSeries
{
    private const int BucketsPerKey = 500;

    // A bucket would need a hundred million billion such samples to overflow.
    private const double MaxValue = 1e290;

    private static readonly TimeSeriesOptionsValidator _validator = new();
    private static readonly RedisScript _append = AnalyticsStore.Load("append_sample", "chunks");

    private readonly AnalyticsStore _store;
    private readonly BucketLine[] _lines;
    private readonly RedisValue _sampleRetention;

    /// <summary>Creates the recipe.</summary>
    /// <param name="database">The database that holds the series.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where it reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations, and the first guess at the server's
    /// time; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisTimeSeries(
        IDatabase database,
        TimeSeriesOptions options,
        ILogger<RedisTimeSeries>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        _sampleRetention = (long)options.SampleRetention.TotalMilliseconds;
        _lines = [.. options.Resolutions.Select(resolution => new BucketLine(
            _store,
            $"{resolution.Bucket.TotalSeconds:0}s",
            resolution.Bucket,
            resolution.Retention,
            BucketsPerKey))];
    }

    /// <summary>Appends a sample.</summary>
    /// <param name="series">The name of the series; not empty. A hash tag in it decides the slot on Redis
    /// Cluster.</param>
    /// <param name="value">The value; at most 10 to the power of 290, so that no sum is infinite.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Nothing.</returns>
    /// <remarks>Round trips: one; a further one when the server's clock is more than a minute off from what was known
    /// of it. Time: O(resolutions). It must not be repeated when its outcome is unknown: it might count
    /// twice.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds, or not a number.</exception>
    public async ValueTask AppendAsync(string series, double value, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.time_series.append", series, cancellationToken);
        Require.Within(value, -MaxValue, MaxValue, nameof(value), "leave out what was not measured");
        await _store.RunInTimeAsync(
            series,
            _append,
            now =>
            {
                List<RedisKey> keys = [Samples(series)];
                List<RedisValue> arguments = [.. BucketLine.Head(now), value, _sampleRetention];
                foreach (BucketLine line in _lines)
                {
                    line.AddCurrent(series, now, keys, arguments);
                }

                return ([.. keys], [.. arguments]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the buckets of a span, those without samples left out.</summary>
    /// <param name="series">The name of the series; not empty.</param>
    /// <param name="bucket">How long the buckets are: one of the configured resolutions.</param>
    /// <param name="from">A moment in the first bucket.</param>
    /// <param name="until">The first moment behind the last bucket.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The buckets in their order.</returns>
    /// <remarks>Round trips: one.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such resolution, the span is negative, or it has more
    /// than <see cref="TimeSeriesOptions.MaxPoints"/> buckets.</exception>
    public async ValueTask<IReadOnlyList<SampleBucket>> ReadAsync(
        string series,
        TimeSpan bucket,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.time_series.read", series, cancellationToken);
        BucketLine line = BucketSpan.Find(_lines, bucket);
        List<(BucketLine Line, long Index)> buckets = BucketSpan.Of(line, from, until);
        RedisValue[] values = await BucketReader.ReadAsync(_store, series, buckets, cancellationToken)
            .ConfigureAwait(false);
        return [.. buckets.Zip(values)
            .Where(row => !row.Second.IsNull)
            .Select(row => Parse(line.StartOf(row.First.Index), (string)row.Second!))];
    }

    /// <summary>Reads samples, as far as they are kept.</summary>
    /// <param name="series">The name of the series; not empty.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The first moment behind the span, to the millisecond.</param>
    /// <param name="count">How many at most: 1 to <see cref="TimeSeriesOptions.MaxPoints"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The samples, oldest first.</returns>
    /// <remarks>Round trips: one (XRANGE).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds, or the span negative.</exception>
    public async ValueTask<IReadOnlyList<Sample>> ReadSamplesAsync(
        string series,
        DateTimeOffset from,
        DateTimeOffset until,
        int count = TimeSeriesOptions.MaxPoints,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.time_series.read_samples", series, cancellationToken);
        Require.Order(from, until);
        Require.Within(count, 1, TimeSeriesOptions.MaxPoints, nameof(count), "read a shorter span");
        StreamEntry[] entries = await _store.CallAsync(
            series,
            "XRANGE",
            static (database, call) => database.StreamRangeAsync(call.Key, call.First, call.Last, call.count),
            (Key: Samples(series), First: Id(from), Last: $"({Id(until)}-0", count),
            cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(entry => new Sample(
            UnixTime.ToInstant(1_000 * long.Parse(((string)entry.Id!).Split('-')[0], CultureInfo.InvariantCulture)),
            (double)entry["v"]))];
    }

    private RedisKey Samples(string series) => _store.Key(series, "samples");

    private static string Id(DateTimeOffset instant)
        => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static SampleBucket Parse(DateTimeOffset start, string text)
    {
        double[] numbers = [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new SampleBucket(start, (long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
