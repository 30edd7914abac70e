using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Core.Scripting;
using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Analytics.TopK;

/// <summary>The most frequent of very many items, in a list of limited size, with a bound of the error of each count;
/// over all time, or fading with a half-life.</summary>
/// <remarks>An item that was added more often than the sum of all divided by
/// <see cref="TopKOptions.Capacity"/> is in the list for certain. Every operation throws
/// <see cref="AnalyticsUnavailableException"/> when Redis fails. Create one and keep it; it is safe for concurrent
/// use.</remarks>
public sealed class RedisTopK
{
    private const int MaxItems = 1_000;
    private const double MaxWeight = 1e15;

    // 1 January 2025; the nearer it is, the more precise are fading sums.
    private const long Epoch = 1_735_689_600_000_000;

    private static readonly TopKOptionsValidator _validator = new();
    private static readonly RedisScript _add = AnalyticsStore.Load("add_top", "sums");
    private static readonly RedisScript _read = AnalyticsStore.Load("read_top", "sums");

    private readonly AnalyticsStore _store;
    private readonly RedisValue _halfLife;
    private readonly RedisValue _capacity;
    private readonly RedisValue _retention;

    /// <summary>Creates the recipe.</summary>
    /// <param name="database">The database that holds the lists.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where it reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations; null means the system's. What fades,
    /// fades by the clock of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisTopK(
        IDatabase database, TopKOptions options, ILogger<RedisTopK>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        _halfLife = options.HalfLife is { } halfLife ? UnixTime.ToMicroseconds(halfLife) : 0;
        _capacity = options.Capacity;
        _retention = (long)options.Retention.TotalMilliseconds;
    }

    /// <summary>Adds to an item.</summary>
    /// <param name="list">The name of the list; not empty. A hash tag in it decides the slot on Redis Cluster.</param>
    /// <param name="item">What was there; not empty.</param>
    /// <param name="weight">How much to add: above 0, up to 10 to the power of 15.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Nothing.</returns>
    /// <remarks>Round trips: one. Time: O(log capacity). It must not be repeated when its outcome is unknown: it might
    /// count twice.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of bounds.</exception>
    public ValueTask AddAsync(
        string list, RedisValue item, double weight = 1, CancellationToken cancellationToken = default)
        => AddAsync(list, [new KeyValuePair<RedisValue, double>(item, weight)], cancellationToken);

    /// <summary>Adds to several items at once, such as those that a process has counted in a second.</summary>
    /// <param name="list">The name of the list; not empty.</param>
    /// <param name="weights">Up to 1,000 items, none empty, with what to add to each.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Nothing.</returns>
    /// <remarks>Round trips: one; none without items.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are too many, or a weight is out of bounds.</exception>
    public async ValueTask AddAsync(
        string list,
        IReadOnlyCollection<KeyValuePair<RedisValue, double>> weights,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.top_k.add", list, cancellationToken);
        ArgumentNullException.ThrowIfNull(weights);
        Require.Within(weights.Count, 0, MaxItems, "weights.Count", "add more of them in several calls");
        List<RedisValue> arguments = [_halfLife, Epoch, _capacity, _retention];
        foreach ((RedisValue item, double weight) in weights)
        {
            Require.Member(item);
            Require.Within(weight, double.Epsilon, MaxWeight, nameof(weight), "what was added cannot be taken back");
            arguments.Add(weight);
            arguments.Add(item);
        }

        if (weights.Count > 0)
        {
            await _store.RunAsync(list, _add, KeysOf(list), [.. arguments], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The items with the highest counts, highest first.</summary>
    /// <param name="list">The name of the list; not empty.</param>
    /// <param name="count">How many: 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The entries; fewer when the list has fewer items.</returns>
    /// <remarks>Round trips: one. Time: O(log capacity + entries).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public async ValueTask<IReadOnlyList<TopKEntry>> TopAsync(
        string list, int count, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.top_k.top", list, cancellationToken);
        Require.Within(count, 1, MaxItems, nameof(count), "nobody looks further");
        RedisResult reply = await _store.RunAsync(
            list, _read, KeysOf(list), [_halfLife, Epoch, count], cancellationToken).ConfigureAwait(false);
        return [.. ((RedisValue[])reply!).Chunk(3)
            .Select(row => new TopKEntry(row[0], (double)row[1], (double)row[2]))];
    }

    private RedisKey[] KeysOf(string list) => [_store.Key(list, "sums"), _store.Key(list, "errors")];
}
