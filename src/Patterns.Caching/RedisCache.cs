using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Caching.Backplane;
using Patterns.Caching.Entries;
using Patterns.Caching.Filling;
using Patterns.Caching.Leases;
using Patterns.Caching.Resilience;
using Patterns.Caching.Telemetry;
using Patterns.Core;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <summary>Cache-aside on Redis, with jittered expiry, one source call per key and process at a time, and circuit
/// breakers to Redis and to the source.</summary>
/// <remarks>Create one per source and keep it: its circuits and its shared source calls live in it. It holds no
/// connection of its own and needs no disposal.</remarks>
public sealed class RedisCache : IRedisCache
{
    private static readonly RedisCacheOptionsValidator _validator = new();

    private readonly EntryFormat _format;
    private readonly EntryStore _entries;
    private readonly EntryLifetime _lifetime;
    private readonly FlightTable _flights = new();
    private readonly Filler _filler;
    private readonly EarlyRefresher _refresher;
    private readonly Announcer _announcer;
    private readonly CacheMetrics _metrics;

    /// <summary>Creates a cache.</summary>
    /// <param name="database">The database that holds the entries.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the cache reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuits and durations; null means the system's. Entries
    /// expire by the clock of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisCache(
        IDatabase database,
        RedisCacheOptions options,
        ILogger<RedisCache>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        logger ??= NullLogger<RedisCache>.Instance;
        timeProvider ??= TimeProvider.System;
        string prefix = options.KeyPrefix;
        _metrics = new CacheMetrics(prefix);
        _lifetime = new EntryLifetime(options);
        _format = new EntryFormat(
            options.Serializer,
            new PayloadCompression(options.CompressFromBytes, options.MaxValueBytes),
            options.MaxValueBytes,
            options.LeaseTime);
        var gate = new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline);
        var redis = new RedisGate(database, gate, new RedisObserver(prefix, _metrics, logger), timeProvider);
        var keys = new CacheKeys(prefix);
        var unreadable = new UnreadableEntries(prefix, logger, timeProvider);
        var reader = new EntryReader(_format, unreadable);
        _announcer = new Announcer(options.AnnounceChanges);
        _entries = new EntryStore(redis, keys, reader, _announcer, unreadable, options.FailureMode);
        var source = new Source(
            SourceGate.Build(options, logger, timeProvider), prefix, _metrics, logger, timeProvider);
        var leases = new LeaseStore(redis, keys, reader, LeaseTimes.Of(options));
        var listener = new CacheListener(redis, keys, Hear);
        var writer = new FillWriter(source, leases, _format, _lifetime, _metrics, prefix, logger, timeProvider);
        var producer = new Producer(leases, listener, writer, _metrics, options.SourceTimeout, timeProvider);
        _filler = new Filler(_flights, _entries, producer, _metrics, options.SourceSoftTimeout, timeProvider);
        _refresher = new EarlyRefresher(producer, _lifetime, prefix, logger);
    }

    /// <summary>How many source calls are under way; for tests.</summary>
    internal int FlightsUnderWay => _flights.Count + _refresher.Count;

    /// <inheritdoc/>
    public ValueTask<T> GetOrSetAsync<T>(
        string key,
        Func<CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrSetAsync(
            key, factory, static (factory, context, token) => factory(context, token), options, cancellationToken);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> GetOrSetAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(factory);
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? span = CachingInstruments.Spans.StartActivity(CachingInstruments.GetOrSetSpan);
        StoredEntry<T> entry = await _entries.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(entry.Outcome);
        span?.SetTag(CachingInstruments.KeyTag, key).SetTag(TelemetryTags.Outcome, CacheMetrics.NameOf(entry.Outcome));
        var request = new FillRequest<TState, T>(key, state, factory, options, entry);
        if (entry.IsHit)
        {
            _refresher.Consider(request);
            return entry.Value!;
        }

        return await _filler.FillAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CacheLookup<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        StoredEntry<T> entry = await _entries.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(entry.Outcome);
        return entry.ToLookup();
    }

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> SetAsync<T>(
        string key,
        T value,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        EntryTerms terms = _lifetime.Draw(_lifetime.TimeToLiveOf(options), value is null, options);
        EncodedEntry entry = _format.Encode(value, new EntryDraft(terms, EntryStamp.Next()));
        _metrics.EntryWritten(entry.Bytes.Length);
        _flights.Revoke(key);
        return await _entries.SetAsync(key, entry, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        _flights.Revoke(key);
        return await _entries.RemoveAsync(key, keepStale: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> ExpireAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        _flights.Revoke(key);
        return await _entries.RemoveAsync(key, keepStale: true, cancellationToken).ConfigureAwait(false);
    }

    private void Hear(CacheMessage message)
    {
        if (message.Kind == CacheMessageKind.EntryChanged && message.Sender != _announcer.Sender)
        {
            _flights.Revoke(message.Name);
        }
    }
}
