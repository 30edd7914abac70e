using Patterns.Caching.Backplane;
using Patterns.Caching.Entries;
using Patterns.Caching.Health;
using Patterns.Caching.Strategies;
using Patterns.Caching.Tags;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching;

/// <content>What the strategies and the health check need.</content>
public sealed partial class RedisCache
{
    /// <summary>
    /// Changes the source and then the entry, so that no reader keeps anything older than the change.
    /// </summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="state">What <paramref name="change"/> needs.</param>
    /// <param name="change">Changes the source.</param>
    /// <param name="value">The new value; null when the source has nothing any more.</param>
    /// <param name="options">How the entry is stored.</param>
    /// <param name="tags">The tags that the entry gets.</param>
    /// <param name="cancellationToken">Stops the waiting for what comes before the change.</param>
    /// <returns>What has become of the entry.</returns>
    /// <remarks>Two round trips around the change: the lease is taken away from whoever holds it, then the source is
    /// changed, then the value is stored under the lease. A writer whose lease another has taken meanwhile cannot know
    /// which of the two changed the source last, so it removes the entry.</remarks>
    internal async ValueTask<WriteThroughOutcome> WriteThroughAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask> change,
        T value,
        CacheEntryOptions? options,
        string[] tags,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        EntryStamp token = EntryStamp.Next();
        TagVersions? versions = await _tags.CaptureAsync(tags, cancellationToken).ConfigureAwait(false);

        // Before anything is changed, so that a value that cannot be cached is refused and not half written.
        EntryTerms terms = _lifetime.Draw(_lifetime.TimeToLiveOf(options), value is null, options);
        var draft = new EntryDraft(terms, token, Tags: (versions ?? TagVersions.None).ToBytes());
        EncodedEntry entry = _format.Encode(value, draft);
        RedisReply<RedisResult> seized =
            await _leases.SeizeAsync(key, token, cancellationToken).ConfigureAwait(false);
        if (versions is null || seized.Failure != RedisFailure.None)
        {
            // The source is the truth: it is changed even if the cache cannot be.
            await change(state, cancellationToken).ConfigureAwait(false);
            return await InvalidateAfterAsync(key).ConfigureAwait(false);
        }

        _flights.Revoke(key);
        _writer.Hold(key, token);
        try
        {
            await change(state, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // A change that failed may have happened all the same: nobody is to be served what was there before.
            await InvalidateAfterAsync(key).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _writer.Let(token);
        }

        _metrics.EntryWritten(entry.Length);
        CacheWriteResult? stored = await _leases
            .FillAsync(key, token, entry, _announcer.Next(CacheMessageKind.EntryChanged, key))
            .ConfigureAwait(false);
        await RemoveCopiesAsync(key).ConfigureAwait(false);
        _flights.Revoke(key);
        _local?.Drop(key);
        return stored == CacheWriteResult.Confirmed
            ? WriteThroughOutcome.Cached
            : await InvalidateAfterAsync(key).ConfigureAwait(false);
    }

    /// <summary>Asks whether Redis answers. One round trip.</summary>
    internal async ValueTask<CacheHealth> CheckAsync(CancellationToken cancellationToken)
    {
        RedisReply<TimeSpan> reply = await _redis
            .CallAsync("PING", static (database, _) => database.PingAsync(), 0, cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? new CacheHealth(reply.Value, RedisFailure.None, null)
            : new CacheHealth(null, reply.Failure, reply.Exception);
    }

    private async ValueTask<WriteThroughOutcome> InvalidateAfterAsync(string key)
    {
        RedisReply<RedisResult> reply =
            await _entries.SendRemovalAsync(key, keepStale: false, CancellationToken.None).ConfigureAwait(false);
        await RemoveCopiesAsync(key).ConfigureAwait(false);
        _flights.Revoke(key);
        _local?.Drop(key);
        return reply.Failure == RedisFailure.None ? WriteThroughOutcome.Removed : WriteThroughOutcome.Unconfirmed;
    }
}
