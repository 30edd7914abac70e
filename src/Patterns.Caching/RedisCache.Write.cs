using System.Collections.Concurrent;
using Patterns.Caching.Entries;
using Patterns.Caching.Namespaces;
using Patterns.Caching.Tags;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <content>Writing and invalidating.</content>
public sealed partial class RedisCache
{
    private readonly ConcurrentDictionary<string, CacheNamespace> _namespaces = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> SetAsync<T>(
        string key,
        T value,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        string[] names = TagSet.Check(tags);
        cancellationToken.ThrowIfCancellationRequested();
        TagVersions? versions = await _tags.CaptureAsync(names, cancellationToken).ConfigureAwait(false);
        if (versions is not { } known)
        {
            // Without the versions of its tags the value must not be stored; what was there before must not stay
            // either.
            await RemoveAsync(key, cancellationToken).ConfigureAwait(false);
            return CacheWriteResult.Unconfirmed;
        }

        EntryTerms terms = _lifetime.Draw(_lifetime.TimeToLiveOf(options), value is null, options);
        var draft = new EntryDraft(terms, EntryStamp.Next(), Tags: known.ToBytes());
        EncodedEntry entry = _format.Encode(value, draft);
        _metrics.EntryWritten(entry.Length);
        return await ChangeAsync(key, _entries.SetAsync(key, entry, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        return ChangeAsync(key, _entries.RemoveAsync(key, keepStale: false, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<CacheWriteResult> ExpireAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        return ChangeAsync(key, _entries.RemoveAsync(key, keepStale: true, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<CacheWriteResult> RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return RemoveByTagsAsync([tag], CacheTagMatch.Any, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CacheWriteResult> RemoveByTagsAsync(
        IReadOnlyCollection<string> tags,
        CacheTagMatch match = CacheTagMatch.Any,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        string[] names = TagSet.Check(tags);
        if (names.Length == 0)
        {
            throw new ArgumentException("There is no tag in the list: name at least one.", nameof(tags));
        }

        cancellationToken.ThrowIfCancellationRequested();
        IEnumerable<string[]> sets = match == CacheTagMatch.All ? [names] : names.Select(name => new[] { name });
        CacheWriteResult[] results = await Task
            .WhenAll(sets.Select(set => RemoveTaggedAsync(set, cancellationToken)))
            .ConfigureAwait(false);
        return results.Max();
    }

    /// <summary>Lets a sliding entry live on without reading it. One round trip.</summary>
    internal ValueTask<CacheWriteResult> TouchAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        cancellationToken.ThrowIfCancellationRequested();
        return _entries.TouchAsync(key, cancellationToken);
    }

    /// <summary>A part of this cache whose entries can be invalidated together in one step.</summary>
    /// <param name="name">Its name; not empty.</param>
    /// <returns>The namespace; one instance for each name.</returns>
    public CacheNamespace Namespace(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _namespaces.GetOrAdd(name, name => new CacheNamespace(this, name, _generations, _timeProvider));
    }

    /// <summary>Drops what the process holds of a key while it is being changed.</summary>
    private async ValueTask<CacheWriteResult> ChangeAsync(string key, ValueTask<CacheWriteResult> change)
    {
        _flights.Revoke(key);
        try
        {
            CacheWriteResult result = await change.ConfigureAwait(false);
            await RemoveCopiesAsync(key).ConfigureAwait(false);
            return result;
        }
        finally
        {
            // Once more afterwards: a reader may have seen the old value in Redis meanwhile.
            _flights.Revoke(key);
            _local?.Drop(key);
        }
    }

    /// <summary>Removes the copies of an entry that may be hot. One round trip if the cache makes copies.</summary>
    private ValueTask RemoveCopiesAsync(string key) => _copies is null ? default : _copies.RemoveAsync(key);

    private async Task<CacheWriteResult> RemoveTaggedAsync(string[] set, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await _tags.InvalidateAsync(set, cancellationToken).ConfigureAwait(false);
        _local?.DropTagged(set);
        return _entries.ResultOf("invalidate the tags", string.Join(", ", set), reply);
    }
}
