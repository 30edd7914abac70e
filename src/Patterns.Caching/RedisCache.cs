using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Caching.Backplane;
using Patterns.Caching.Bulk;
using Patterns.Caching.Chunks;
using Patterns.Caching.Entries;
using Patterns.Caching.Filling;
using Patterns.Caching.HotKeys;
using Patterns.Caching.Leases;
using Patterns.Caching.Local;
using Patterns.Caching.Namespaces;
using Patterns.Caching.Resilience;
using Patterns.Caching.Tags;
using Patterns.Caching.Telemetry;
using Patterns.Caching.Tracking;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <summary>Cache-aside on Redis: one source call per key and expiry for all processes, fills that an invalidation
/// revokes, tags, a level in the process, and circuit breakers to Redis and to the source.</summary>
/// <remarks>Create one per source and keep it: its circuits, its shared source calls and its level in the process live
/// in it. It holds no connection of its own. Dispose of it if it has a level in the process.</remarks>
public sealed partial class RedisCache : IRedisCache, IAsyncDisposable, IDisposable
{
    private static readonly RedisCacheOptionsValidator _validator = new();

    private readonly CacheKeys _keys;
    private readonly ICacheSerializer _serializer;
    private readonly EntryFormat _format;
    private readonly EntryFormat _wholeFormat;
    private readonly EntryStore _entries;
    private readonly EntryLifetime _lifetime;
    private readonly FlightTable _flights = new();
    private readonly Filler _filler;
    private readonly ManyFiller _manyFiller;
    private readonly EarlyRefresher _refresher;
    private readonly LeaseStore _leases;
    private readonly LeaseKeeper _keeper;
    private readonly TagStore _tags;
    private readonly FillWriter _writer;
    private readonly RedisGate _redis;
    private readonly GenerationStore _generations;
    private readonly Announcer _announcer;
    private readonly CacheListener _listener;
    private readonly HotKeyDetector? _hotKeys;
    private readonly KeyCopies? _copies;
    private readonly LocalLevel? _local;
    private readonly LocalLevelGuard? _guard;
    private readonly KeyTracker? _tracker;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _timeProvider;

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
        _timeProvider = timeProvider ?? TimeProvider.System;
        KeyPrefix = options.KeyPrefix;
        FailureMode = options.FailureMode;
        string prefix = options.KeyPrefix;
        _metrics = new CacheMetrics(prefix);
        _lifetime = new EntryLifetime(options);
        _serializer = options.Serializer;
        _format = EntryFormat.Of(options, options.ChunkBytes);
        _wholeFormat = EntryFormat.Of(options, chunkBytes: null);
        var gate = new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline);
        _redis = new RedisGate(database, gate, new RedisObserver(prefix, _metrics, logger), _timeProvider);
        _keys = new CacheKeys(prefix);
        CacheKeys keys = _keys;
        _announcer = new Announcer(options.AnnounceChanges);
        _listener = new CacheListener(_redis, keys, Hear);
        _hotKeys = options.HotKeys is { } hotKeys ? CreateDetector(hotKeys, logger) : null;
        _copies = _hotKeys is null ? null : new KeyCopies(_redis, keys, _hotKeys, options.HotKeys!);
        if (options.Local is { } local)
        {
            _local = CreateLevel(local, options.HotKeys);
            _guard = CreateGuard(_local, local, keys, logger);
            _tracker = local.Tracking ? CreateTracker(_local, local, keys, logger) : null;
        }

        _tags = new TagStore(_redis, keys, _announcer);
        _generations = new GenerationStore(_redis, keys, _announcer);
        var unreadable = new UnreadableEntries(prefix, logger, _timeProvider);
        var chunks = new ChunkStore(_redis, keys);
        var reader = new EntryReader(_format, chunks, options.MaxValueBytes, _tags, unreadable);
        _entries = new EntryStore(_redis, keys, reader, chunks, _announcer, unreadable, options.FailureMode, _copies);
        _leases = new LeaseStore(_redis, keys, reader, chunks, LeaseTimes.Of(options));
        _keeper = new LeaseKeeper(_leases, _timeProvider);
        var source = new Source(
            SourceGate.Build(options, logger, _timeProvider), prefix, _metrics, logger, _timeProvider);
        var faults = new FillFaults(prefix, logger, _timeProvider);
        _writer = new FillWriter(source, _leases, _keeper, _tags, _format, _lifetime, _local, _metrics, faults);
        var producer = new Producer(
            _leases, _listener, _writer, _local, _metrics, options.SourceTimeout, _timeProvider);
        _filler = new Filler(_flights, _entries, producer, _metrics, options.SourceSoftTimeout, _timeProvider);
        _manyFiller = new ManyFiller(_flights, _filler, _leases, _tags, _writer);
        _refresher = new EarlyRefresher(producer, _lifetime, faults);
        _guard?.Start(_listener);
        _tracker?.Start();
    }

    /// <summary>The keys that this process has read in Redis most often lately, the hottest first.</summary>
    /// <value>Empty unless <see cref="RedisCacheOptions.HotKeys"/> is set.</value>
    public IReadOnlyList<HotKey> HotKeys => _hotKeys?.List() ?? [];

    /// <summary>How many source calls are under way; for tests.</summary>
    internal int FlightsUnderWay => _flights.Count + _refresher.Count;

    /// <summary>The level in the process; for tests.</summary>
    internal LocalLevel? Local => _local;

    /// <summary>The cache, for messages.</summary>
    internal string KeyPrefix { get; }

    internal CacheFailureMode FailureMode { get; }

    /// <summary>Closes the level in the process and stops listening. Values can still be read and written.</summary>
    /// <returns>Completes when nothing is heard any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            await _guard.DisposeAsync().ConfigureAwait(false);
        }

        if (_tracker is not null)
        {
            await _tracker.DisposeAsync().ConfigureAwait(false);
        }

        _keeper.Dispose();
        await _listener.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes the level in the process, and stops listening without waiting for Redis to confirm it.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    /// <summary>What is known about a write, as the failure mode says.</summary>
    internal CacheWriteResult ResultOf(string verb, string name, RedisReply<RedisResult> reply)
        => _entries.ResultOf(verb, name, reply);

    private HotKeyDetector CreateDetector(HotKeyOptions options, ILogger logger)
        => new(
            options,
            key =>
            {
                _metrics.KeyBecameHot();
                Log.KeyIsHot(logger, KeyPrefix, key.Key, key.Reads);
            },
            _timeProvider);

    private LocalLevel CreateLevel(LocalLevelOptions options, HotKeyOptions? hotKeys)
    {
        LevelGuards guards = LevelGuards.Backplane | (options.Tracking ? LevelGuards.Tracking : LevelGuards.None);
        return new LocalLevel(
            options, _timeProvider, guards, hotKeys is { HoldOnlyHotKeys: true } ? _hotKeys : null);
    }

    private LocalLevelGuard CreateGuard(LocalLevel level, LocalLevelOptions options, CacheKeys keys, ILogger logger)
        => new(
            _redis,
            keys,
            level,
            _announcer,
            options.HeartbeatInterval,
            _metrics,
            KeyPrefix,
            logger,
            _timeProvider);

    private KeyTracker CreateTracker(LocalLevel level, LocalLevelOptions options, CacheKeys keys, ILogger logger)
        => new(
            _redis.Multiplexer,
            keys.EntryPrefix,
            level,
            options.HeartbeatInterval,
            _metrics,
            KeyPrefix,
            logger,
            _timeProvider);

    private void Hear(CacheMessage message)
    {
        _guard?.Heard(message);
        if (message.Sender == _announcer.Sender)
        {
            return;
        }

        switch (message.Kind)
        {
            case CacheMessageKind.EntryChanged:
                _flights.Revoke(message.Name);
                break;
            case CacheMessageKind.GenerationChanged when _namespaces.TryGetValue(message.Name, out var changed):
                changed.Forget();
                break;
        }
    }
}
