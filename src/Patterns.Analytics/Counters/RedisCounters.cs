using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Analytics.Buckets;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Analytics.Counters;

/// <summary>Counts by minute, hour and day at once, each kept for as long as it is of use.</summary>
/// <remarks>Which bucket an increment falls into, the clock of Redis decides. Every operation throws
/// <see cref="AnalyticsUnavailableException"/> when Redis fails. Create one and keep it; it is safe for concurrent
/// use.</remarks>
public sealed class RedisCounters
{
    private const int BucketsPerKey = 1_000;
    private const long MaxAmount = 1_000_000_000_000_000;

    private static readonly CountersOptionsValidator _validator = new();
    private static readonly RedisScript _increment = AnalyticsStore.Load("increment_counter", "chunks");

    private readonly AnalyticsStore _store;
    private readonly BucketLine[] _lines;

    /// <summary>Creates counters.</summary>
    /// <param name="database">The database that holds them.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the counters report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations, and the first guess at the server's
    /// time; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisCounters(
        IDatabase database,
        CountersOptions options,
        ILogger<RedisCounters>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        _lines = [.. options.Resolutions.Select(resolution => new BucketLine(
            _store,
            $"{resolution.Bucket.TotalSeconds:0}s",
            resolution.Bucket,
            resolution.Retention,
            BucketsPerKey))];
    }

    /// <summary>Adds to a counter.</summary>
    /// <param name="counter">The name of the counter; not empty. A hash tag in it decides the slot on Redis
    /// Cluster.</param>
    /// <param name="amount">What to add; negative to take away. At most 10 to the power of 15, so that no bucket
    /// overflows.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What the bucket of the finest resolution has now.</returns>
    /// <remarks>Round trips: one; a further one when the server's clock is more than a minute off from what was known
    /// of it. It must not be repeated when its outcome is unknown: it might count twice.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The amount is out of bounds.</exception>
    public async ValueTask<long> IncrementAsync(
        string counter, long amount = 1, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.counters.increment", counter, cancellationToken);
        Require.Within(amount, -MaxAmount, MaxAmount, nameof(amount), "count in larger units");
        RedisResult[] reply = await _store.RunInTimeAsync(
            counter,
            _increment,
            now =>
            {
                List<RedisKey> keys = [];
                List<RedisValue> arguments = [.. BucketLine.Head(now), amount];
                foreach (BucketLine line in _lines)
                {
                    line.AddCurrent(counter, now, keys, arguments);
                }

                return ([.. keys], [.. arguments]);
            },
            cancellationToken).ConfigureAwait(false);
        return (long)reply[1];
    }

    /// <summary>Reads the buckets of a span, those without increments too.</summary>
    /// <param name="counter">The name of the counter; not empty.</param>
    /// <param name="bucket">How long the buckets are: one of the configured resolutions.</param>
    /// <param name="from">A moment in the first bucket.</param>
    /// <param name="until">The first moment behind the last bucket.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The buckets in their order.</returns>
    /// <remarks>Round trips: one.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such resolution, the span is negative, or it has more
    /// than <see cref="CountersOptions.MaxPoints"/> buckets.</exception>
    public async ValueTask<IReadOnlyList<CounterPoint>> ReadAsync(
        string counter,
        TimeSpan bucket,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.counters.read", counter, cancellationToken);
        BucketLine line = BucketSpan.Find(_lines, bucket);
        List<(BucketLine Line, long Index)> buckets = BucketSpan.Of(line, from, until);
        RedisValue[] values = await BucketReader.ReadAsync(_store, counter, buckets, cancellationToken)
            .ConfigureAwait(false);
        return [.. buckets.Select((at, place) => new CounterPoint(line.StartOf(at.Index), Value(values[place])))];
    }

    /// <summary>The sum over a span, made of the longest buckets that fit into it.</summary>
    /// <param name="counter">The name of the counter; not empty.</param>
    /// <param name="from">The first moment, rounded down to the finest resolution.</param>
    /// <param name="until">The first moment behind it, rounded up.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The sum. Buckets that are no longer kept count as zero: begin where the coarse ones do to reach
    /// back.</returns>
    /// <remarks>Round trips: one. A year of days, hours and minutes is some 500 fields and not half a
    /// million.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative, or needs more than
    /// <see cref="CountersOptions.MaxPoints"/> buckets.</exception>
    public async ValueTask<long> SumAsync(
        string counter, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.counters.sum", counter, cancellationToken);
        RedisValue[] values = await BucketReader
            .ReadAsync(_store, counter, BucketSpan.Cover(_lines, from, until), cancellationToken)
            .ConfigureAwait(false);
        return values.Sum(Value);
    }

    private static long Value(RedisValue value) => value.IsNull ? 0 : (long)value;
}
