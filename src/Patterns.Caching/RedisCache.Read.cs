using System.Diagnostics;
using System.Runtime.CompilerServices;
using Patterns.Caching.Bulk;
using Patterns.Caching.Entries;
using Patterns.Caching.Filling;
using Patterns.Caching.Local;
using Patterns.Caching.Tags;
using Patterns.Caching.Telemetry;
using Patterns.Core;

namespace Patterns.Caching;

/// <content>Reading.</content>
public sealed partial class RedisCache
{
    /// <inheritdoc/>
    public ValueTask<T> GetOrSetAsync<T>(
        string key,
        Func<CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return GetOrSetAsync(
            key, factory, static (factory, context, token)
                => factory(context, token), options, tags, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<T> GetOrSetAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(factory);
        cancellationToken.ThrowIfCancellationRequested();
        if (_local is not null && LooksThere(options) && _local.TryGet(key, out T? value))
        {
            _metrics.LocalHit();
            return new ValueTask<T>(value!);
        }

        return ReadOrFillAsync(key, state, factory, options, TagSet.Check(tags), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CacheLookup<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        if (_local is not null && _local.TryGet(key, out T? value))
        {
            _metrics.LocalHit();
            return new(new CacheLookup<T>(value));
        }

        return ReadAsync<T>(key, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, T>> GetOrSetManyAsync<T>(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<string>, CacheFactoryContext, CancellationToken, ValueTask<IReadOnlyDictionary<string, T>>>
            factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(factory);
        cancellationToken.ThrowIfCancellationRequested();
        string[] checkedTags = TagSet.Check(tags);
        var found = new Dictionary<string, T>(keys.Count, StringComparer.Ordinal);
        var epochs = new Dictionary<string, LocalEpoch>(StringComparer.Ordinal);
        foreach (string key in keys.Distinct(StringComparer.Ordinal))
        {
            ArgumentException.ThrowIfNullOrEmpty(key, nameof(keys));
            if (_local is null || !LooksThere(options) || !_local.TryGet(key, out T? value))
            {
                epochs.Add(key, _local?.EpochOf(key) ?? default);
                continue;
            }

            _metrics.LocalHit();
            AddValue(found, key, value!);
        }

        Dictionary<string, StoredEntry<T>> missing =
            await ReadManyAsync(epochs, options, checkedTags, found, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            var request = new ManyRequest<T>(factory.Invoke, options, checkedTags, epochs);
            await _manyFiller.FillAsync(request, missing, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Returns what the process holds, or asks the source without reading or storing an entry. Callers of this
    /// process share the call.</summary>
    internal ValueTask<T> AskSourceAsync<T>(
        string key,
        Func<CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_local is not null && LooksThere(options) && _local.TryGet(key, out T? value))
        {
            _metrics.LocalHit();
            return new(value!);
        }

        var request = new FillRequest<Func<CancellationToken, ValueTask<T>>, T>(
            key,
            factory,
            static (factory, context, token) =>
            {
                context.DoNotStore();
                return factory(token);
            },
            options,
            Tags: [],
            new StoredEntry<T>(CacheReadOutcome.Unavailable),
            Epoch: default);
        return _filler.FillAsync(request, cancellationToken);
    }

    private static bool LooksThere(CacheEntryOptions? options)
        => options?.LocalTimeToLive is not { } held || held > TimeSpan.Zero;

    // A null says that the source has nothing under the key, so the caller of many finds nothing there.
    private static void AddValue<T>(Dictionary<string, T> found, string key, T value)
    {
        if (value is not null)
        {
            found.Add(key, value);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> ReadOrFillAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options,
        string[] tags,
        CancellationToken cancellationToken)
    {
        using Activity? span = CachingInstruments.Spans.StartActivity(CachingInstruments.GetOrSetSpan);
        LocalEpoch epoch = _local?.EpochOf(key) ?? default;
        TagQuestion? asked = _tags.Ask(tags, cancellationToken);
        StoredEntry<T> entry = await _entries.ReadAsync<T>(key, asked, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(entry.Outcome);
        span?.SetTag(CachingInstruments.KeyTag, key).SetTag(TelemetryTags.Outcome, CacheMetrics.NameOf(entry.Outcome));
        var request = new FillRequest<TState, T>(key, state, factory, options, tags, entry, epoch);
        if (entry.IsHit)
        {
            _local?.Keep(key, entry, options, epoch);
            _refresher.Consider(request);
            return entry.Value!;
        }

        return await _filler.FillAsync(request, cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CacheLookup<T>> ReadAsync<T>(string key, CancellationToken cancellationToken)
    {
        LocalEpoch epoch = _local?.EpochOf(key) ?? default;
        StoredEntry<T> entry =
            await _entries.ReadAsync<T>(key, asked: null, cancellationToken).ConfigureAwait(false);
        _metrics.ReadCompleted(entry.Outcome);
        if (entry.IsHit)
        {
            _local?.Keep(key, entry, options: null, epoch);
        }

        return entry.ToLookup();
    }

    private async ValueTask<Dictionary<string, StoredEntry<T>>> ReadManyAsync<T>(
        Dictionary<string, LocalEpoch> epochs,
        CacheEntryOptions? options,
        string[] tags,
        Dictionary<string, T> found,
        CancellationToken cancellationToken)
    {
        var missing = new Dictionary<string, StoredEntry<T>>(StringComparer.Ordinal);
        if (epochs.Count == 0)
        {
            return missing;
        }

        string[] keys = [.. epochs.Keys];
        TagQuestion? asked = _tags.Ask(tags, cancellationToken);
        StoredEntry<T>[] entries =
            await _entries.ReadManyAsync<T>(keys, asked, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < keys.Length; i++)
        {
            _metrics.ReadCompleted(entries[i].Outcome);
            if (entries[i].IsHit)
            {
                _local?.Keep(keys[i], entries[i], options, epochs[keys[i]]);
                AddValue(found, keys[i], entries[i].Value!);
            }
            else
            {
                missing.Add(keys[i], entries[i]);
            }
        }

        return missing;
    }
}
