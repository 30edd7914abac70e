using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Tags;
using Patterns.Core.Resilience;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A cache that takes writes at once and hands them to the source later, in batches. A write that was accepted
/// stands in a Redis stream until the source has it, and readers see it meanwhile.</summary>
/// <remarks>Somewhere a worker must run: <see cref="RunAsync"/>, or a host with
/// <c>AddRedisWriteBehind</c>. Several may; each part of the log has one at a time.</remarks>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class WriteBehindCache<TKey, TValue> : ReadThroughCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly RedisCache _cache;
    private readonly ICacheBatchStore<TKey, TValue> _store;
    private readonly WriteBehindOptions _options;
    private readonly WriteLog _log;
    private readonly WriteCodec<TKey, TValue> _codec;
    private readonly Func<TKey, string> _nameOf;
    private readonly ILogger _logger;

    /// <summary>Creates the cache.</summary>
    /// <param name="cache">Where values are cached, and whose Redis holds the log. Several may share one; the names of
    /// their logs must differ.</param>
    /// <param name="store">The source.</param>
    /// <param name="options">The options; null means the defaults.</param>
    /// <param name="nameOf">The name of a value; null means the culture-invariant text of the key.</param>
    /// <param name="logger">Where a worker reports; null means nowhere.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public WriteBehindCache(
        RedisCache cache,
        ICacheBatchStore<TKey, TValue> store,
        WriteBehindOptions? options = null,
        Func<TKey, string>? nameOf = null,
        ILogger<WriteBehindCache<TKey, TValue>>? logger = null)
        : this(
            cache,
            store,
            Check(options),
            nameOf ?? new ReadThroughOptions<TKey, TValue>().NameOf,
            Open(cache, options),
            logger)
    {
    }

    private WriteBehindCache(
        RedisCache cache,
        ICacheBatchStore<TKey, TValue> store,
        WriteBehindOptions options,
        Func<TKey, string> nameOf,
        WriteLog log,
        ILogger? logger)
        : base(cache, store, new ReadThroughOptions<TKey, TValue>
        {
            // The entry and the part of the log share a slot.
            NameOf = key => log.EntryNameOf(nameOf(key)),
            Entry = options.Entry,
            Tags = options.Tags,
        })
    {
        _cache = cache;
        _store = store;
        _options = options;
        _nameOf = nameOf;
        _log = log;
        _logger = logger ?? NullLogger.Instance;
        _codec = cache.CreateWriteCodec<TKey, TValue>();
        DeadWrites = new DeadWrites<TKey, TValue>(log, _codec);
    }

    /// <summary>The writes that were given up.</summary>
    public DeadWrites<TKey, TValue> DeadWrites { get; }

    /// <summary>Takes a value: readers see it at once, the source gets it later.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="value">The value; not null.</param>
    /// <param name="cancellationToken">Stops the waiting. The write may be accepted nevertheless.</param>
    /// <returns>Whether it was accepted, and why not.</returns>
    /// <exception cref="CacheValueTooLargeException">The value is larger than the cache allows.</exception>
    /// <remarks>Round trips: one; two if the options name tags.</remarks>
    public ValueTask<WriteBehindOutcome> SetAsync(
        TKey key, TValue value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return AcceptAsync(key, value, cancellationToken);
    }

    /// <summary>Takes a removal: readers find nothing at once, the source removes the value later.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="cancellationToken">Stops the waiting. The removal may be accepted nevertheless.</param>
    /// <returns>Whether it was accepted, and why not.</returns>
    /// <remarks>Round trips: one; two if the options name tags.</remarks>
    public ValueTask<WriteBehindOutcome> DeleteAsync(TKey key, CancellationToken cancellationToken = default)
        => AcceptAsync(key, default, cancellationToken);

    /// <summary>How many writes the source has not got yet.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The count, without those that were given up.</returns>
    /// <exception cref="CacheUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one, in which each part of the log gets a command.</remarks>
    public async ValueTask<long> CountPendingAsync(CancellationToken cancellationToken = default)
    {
        RedisReply<long>[] counts = await Task.WhenAll(Enumerable.Range(0, _log.Partitions)
            .Select(partition => _log.CountAsync(partition, cancellationToken).AsTask())).ConfigureAwait(false);
        return Array.Find(counts, count => count.Failure != RedisFailure.None) is { Exception: { } exception } failed
            ? throw new CacheUnavailableException(
                $"Redis failed ({failed.Failure}), so pending writes could not be counted: try again later.", exception)
            : counts.Sum(count => count.Value);
    }

    /// <summary>Hands writes to the source until it is cancelled. Then the batches that are under way are ended, and
    /// the parts of the log are given back.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Completes when it was cancelled and nothing is under way. What fails is reported and
    /// repeated.</returns>
    /// <exception cref="NotSupportedException">The cache's serializer does not know a type: a mistake in the
    /// program.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        WriteBehindServices services = _cache.CreateWriteBehindServices(_log, _options, _logger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, _log.Partitions).Select(WorkAsync)).ConfigureAwait(false);

        async Task WorkAsync(int partition)
        {
            try
            {
                await new PartitionWorker<TKey, TValue>(services, _store, _codec, partition)
                    .RunAsync(stop.Token)
                    .ConfigureAwait(false);
            }
            catch
            {
                // A worker that cannot go on ends the others, so that the caller hears of it.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private protected override async ValueTask<TValue?> LoadAsync(
        TKey key, CacheFactoryContext context, CancellationToken cancellationToken)
    {
        string name = _nameOf(key);
        byte[]?[]? pending = await _log
            .ReadPendingAsync(_log.PartitionOf(name), [name], cancellationToken)
            .ConfigureAwait(false);
        if (pending is null)
        {
            DoNotTrust(context);
        }
        else if (pending[0] is { } entry)
        {
            return _codec.ReadValue(entry);
        }

        return await base.LoadAsync(key, context, cancellationToken).ConfigureAwait(false);
    }

    private protected override async ValueTask<IReadOnlyDictionary<TKey, TValue>> LoadManyAsync(
        IReadOnlyList<TKey> keys, CacheFactoryContext context, CancellationToken cancellationToken)
    {
        var values = new Dictionary<TKey, TValue>();
        var missing = new List<TKey>();
        foreach (IGrouping<int, TKey> part in keys.GroupBy(key => _log.PartitionOf(_nameOf(key))))
        {
            TKey[] group = [.. part];
            byte[]?[]? pending = await _log
                .ReadPendingAsync(part.Key, Array.ConvertAll(group, key => _nameOf(key)), cancellationToken)
                .ConfigureAwait(false);
            if (pending is null)
            {
                DoNotTrust(context);
            }

            for (int i = 0; i < group.Length; i++)
            {
                if (pending?[i] is not { } entry)
                {
                    missing.Add(group[i]);
                }
                else if (_codec.ReadValue(entry) is { } value)
                {
                    values.Add(group[i], value);
                }
            }
        }

        IReadOnlyDictionary<TKey, TValue> loaded =
            await base.LoadManyAsync(missing, context, cancellationToken).ConfigureAwait(false);
        foreach ((TKey key, TValue value) in loaded)
        {
            values.Add(key, value);
        }

        return values;
    }

    private static WriteBehindOptions Check(WriteBehindOptions? options)
    {
        options ??= new WriteBehindOptions();
        WriteBehindOptionsValidator.Instance.ThrowIfInvalid(options);
        return options;
    }

    private static WriteLog Open(RedisCache cache, WriteBehindOptions? options)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return cache.OpenWriteLog(Check(options));
    }

    // What the source has may be older than what was accepted.
    private void DoNotTrust(CacheFactoryContext context)
    {
        if (_cache.FailureMode == CacheFailureMode.Throw)
        {
            throw new CacheUnavailableException(
                $"Redis failed, so it is not known whether a write of '{context.Key}' is pending: try again "
                + "later.",
                innerException: null);
        }

        context.DoNotStore();
    }

    private ValueTask<WriteBehindOutcome> AcceptAsync(TKey key, TValue? value, CancellationToken cancellationToken)
        => _cache.AcceptAsync(
            _log, _nameOf(key), _codec.WriteKey(key), value, Entry, TagSet.Check(Tags), cancellationToken);
}
