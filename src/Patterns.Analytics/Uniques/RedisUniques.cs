using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Analytics.Buckets;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Analytics.Uniques;

/// <summary>Counts different members, such as visitors, over any set of days, in 12 KiB a day however many there
/// are.</summary>
/// <remarks>Counts are estimates of HyperLogLogs with a standard error of 0.81 %. Every operation throws
/// <see cref="AnalyticsUnavailableException"/> when Redis fails, and may be repeated. Create one and keep it; it is
/// safe for concurrent use.</remarks>
public sealed class RedisUniques
{
    private static readonly UniquesOptionsValidator _validator = new();
    private static readonly RedisScript _add = AnalyticsStore.Load("add_unique", "chunks");

    private readonly AnalyticsStore _store;
    private readonly BucketLine _line;

    /// <summary>Creates unique counters.</summary>
    /// <param name="database">The database that holds them.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the counters report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations, and the first guess at the server's
    /// time; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisUniques(
        IDatabase database,
        UniquesOptions options,
        ILogger<RedisUniques>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        _line = new BucketLine(
            _store, $"{options.Bucket.TotalSeconds:0}s", options.Bucket, options.Retention, perChunk: 1);
    }

    /// <summary>Notes that members were there, in the bucket that the clock of Redis is in.</summary>
    /// <param name="counter">The name of the counter; not empty. A hash tag in it decides the slot on Redis
    /// Cluster.</param>
    /// <param name="members">1 to <see cref="UniquesOptions.MaxMembers"/>, none empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the estimate of the bucket changed: some member was new, as far as can be told.</returns>
    /// <remarks>Round trips: one; a further one when the server's clock is more than a minute off from what was known
    /// of it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or too many.</exception>
    public async ValueTask<bool> AddAsync(
        string counter, IReadOnlyCollection<RedisValue> members, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.uniques.add", counter, cancellationToken);
        ArgumentNullException.ThrowIfNull(members);
        Require.Within(
            members.Count, 1, UniquesOptions.MaxMembers, "members.Count", "add more of them in several calls");
        foreach (RedisValue member in members)
        {
            Require.Member(member);
        }

        RedisResult[] reply = await _store.RunInTimeAsync(
            counter,
            _add,
            now =>
            {
                List<RedisKey> keys = [];
                List<RedisValue> arguments = [.. BucketLine.Head(now), members.Count, .. members];
                _line.AddCurrent(counter, now, keys, arguments);
                return ([.. keys], [.. arguments]);
            },
            cancellationToken).ConfigureAwait(false);
        return (bool)reply[1];
    }

    /// <summary>How many different members there were in all buckets of a span together.</summary>
    /// <param name="counter">The name of the counter; not empty.</param>
    /// <param name="from">A moment in the first bucket.</param>
    /// <param name="until">The first moment behind the last bucket.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The estimate. Who was there in several buckets counts once.</returns>
    /// <remarks>Round trips: one (PFCOUNT). Time: some 10 microseconds for each bucket when there are
    /// several.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative, or has more than
    /// <see cref="UniquesOptions.MaxBuckets"/> buckets.</exception>
    public async ValueTask<UniqueCount> CountAsync(
        string counter, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        Require.Order(from, until);
        long first = _line.IndexOf(from), end = until > from ? _line.IndexOf(until.AddTicks(-1)) + 1 : first;
        RequireCount(end - first);
        long[] buckets = new long[end - first];
        for (int i = 0; i < buckets.Length; i++)
        {
            buckets[i] = first + i;
        }

        return await CountAsync(counter, buckets, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many different members there were in some buckets together, such as all Mondays of a
    /// year.</summary>
    /// <param name="counter">The name of the counter; not empty.</param>
    /// <param name="moments">A moment in each of the buckets; at most <see cref="UniquesOptions.MaxBuckets"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The estimate. Who was there in several buckets counts once.</returns>
    /// <remarks>Round trips: one (PFCOUNT).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are too many.</exception>
    public async ValueTask<UniqueCount> CountAsync(
        string counter, IReadOnlyCollection<DateTimeOffset> moments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moments);
        RequireCount(moments.Count);
        return await CountAsync(counter, [.. moments.Select(_line.IndexOf).Distinct()], cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<UniqueCount> CountAsync(
        string counter, long[] buckets, CancellationToken cancellationToken)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.uniques.count", counter, cancellationToken);
        if (buckets.Length == 0)
        {
            return default;
        }

        RedisKey[] keys = [.. buckets.Select(bucket => _line.KeyOf(counter, bucket))];
        long estimate = await _store.CallAsync(
            counter,
            "PFCOUNT",
            static (database, keys) => database.HyperLogLogLengthAsync(keys),
            keys,
            cancellationToken).ConfigureAwait(false);
        return new UniqueCount(estimate);
    }

    private static void RequireCount(long count) => Require.Within(
        count, 0, UniquesOptions.MaxBuckets, "the number of buckets", "count over fewer or longer buckets");
}
