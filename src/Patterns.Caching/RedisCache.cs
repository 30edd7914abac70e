using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Caching.Entries;
using Patterns.Caching.Filling;
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
        _format = new EntryFormat(options.Serializer);
        _lifetime = new EntryLifetime(options.TimeToLive, options.Jitter, options.Random);
        var gate = new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline);
        _entries = new EntryStore(
            new RedisGate(database, gate, new RedisObserver(prefix, _metrics, logger), timeProvider),
            new CacheKeys(prefix),
            _format,
            new UnreadableEntries(prefix, logger, timeProvider),
            options.FailureMode);
        var source = new Source(
            SourceGate.Build(options, logger, timeProvider), prefix, _metrics, logger, timeProvider);
        _filler = new Filler(_flights, _entries, _format, _lifetime, source, _metrics, prefix, logger);
    }

    /// <summary>How many source calls are under way; for tests.</summary>
    internal int FlightsUnderWay => _flights.Count;

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
        long endings = _flights.EndingsOf(key);
        CacheLookup<T> lookup = await _entries.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(lookup.Outcome);
        span?.SetTag(CachingInstruments.KeyTag, key).SetTag(TelemetryTags.Outcome, CacheMetrics.NameOf(lookup.Outcome));
        if (lookup.HasValue)
        {
            return lookup.Value;
        }

        var request = new FillRequest<TState, T>(key, state, factory, options, lookup.Outcome, endings);
        return await _filler.FillAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CacheLookup<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        CacheLookup<T> lookup = await _entries.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(lookup.Outcome);
        return lookup;
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
        ReadOnlyMemory<byte> entry = _format.Encode(value);
        _flights.Revoke(key);
        TimeSpan lifetime = _lifetime.Draw(_lifetime.TimeToLiveOf(options), options);
        return await _entries.WriteAsync(key, entry, lifetime, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        _flights.Revoke(key);
        return await _entries.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
    }
}
