using System.Runtime.CompilerServices;
using Patterns.Caching.Backplane;
using Patterns.Caching.Chunks;
using Patterns.Caching.HotKeys;
using Patterns.Caching.Leases;
using Patterns.Caching.Tags;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>The entries in Redis, one string each. What a failure of Redis means to the caller is decided here, by the
/// cache's failure mode.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="reader">Makes sense of the bytes.</param>
/// <param name="chunks">The chunks of large entries.</param>
/// <param name="announcer">Tells other processes of changes.</param>
/// <param name="unreadable">Where unreadable entries are reported.</param>
/// <param name="failureMode">The cache's failure mode.</param>
/// <param name="copies">The copies of hot entries.</param>
internal sealed class EntryStore(
    RedisGate redis,
    CacheKeys keys,
    EntryReader reader,
    ChunkStore chunks,
    Announcer announcer,
    UnreadableEntries unreadable,
    CacheFailureMode failureMode,
    KeyCopies? copies)
{
    // The part of a sliding window in which reads prolong nothing.
    private const int SlidingSlack = 64;

    private readonly EntryReads _reads = new(redis);

    /// <summary>Reads an entry. One round trip, and another for tags that nobody has asked for.</summary>
    public ValueTask<StoredEntry<T>> ReadAsync<T>(
        string key, TagQuestion? asked, CancellationToken cancellationToken)
        => copies?.Choose(key) is int copy and > 0
            ? ReadCopyAsync<T>(key, copy, asked, cancellationToken)
            : ReadAsync<T>(key, keys.Entry(key), missingCopy: 0, asked, cancellationToken);

    /// <summary>Reads several entries. One round trip, in which each slot of a cluster gets one command; and another
    /// for tags that nobody has asked for.</summary>
    public async ValueTask<StoredEntry<T>[]> ReadManyAsync<T>(
        IReadOnlyList<string> names, TagQuestion? asked, CancellationToken cancellationToken)
    {
        RedisKey[] all = [.. names.Select(keys.Entry)];
        var entries = new StoredEntry<T>[names.Count];
        await Task.WhenAll(SlotGroups.Of(redis.Multiplexer, all).Select(ReadGroupAsync)).ConfigureAwait(false);
        return entries;

        async Task ReadGroupAsync(int[] group)
        {
            RedisReply<RedisResult> reply = await redis
                .EvaluateAsync(
                    new ScriptCall(CacheScripts.ReadMany, [.. group.Select(position => all[position])], []),
                    cancellationToken)
                .ConfigureAwait(false);
            if (reply.Failure != RedisFailure.None)
            {
                ThrowIfSoConfigured("read", names[group[0]], reply.Failure, reply.Exception);
            }

            for (int i = 0; i < group.Length; i++)
            {
                string name = names[group[i]];
                entries[group[i]] = reply.Failure != RedisFailure.None
                    ? new StoredEntry<T>(CacheReadOutcome.Unavailable)
                    : reply.Value![2 * i].IsNull
                        ? new StoredEntry<T>(CacheReadOutcome.Miss)
                        : await reader
                            .ReadAsync<T>(
                                name,
                                (byte[]?)reply.Value[2 * i],
                                TimeSpan.FromMilliseconds((long)reply.Value[(2 * i) + 1]),
                                asked,
                                cancellationToken)
                            .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes an entry whatever stands there. One round trip.</summary>
    public async ValueTask<CacheWriteResult> SetAsync(
        string key, EncodedEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Chunks is { } pieces
            && !await chunks.WriteAsync(entry, pieces, cancellationToken).ConfigureAwait(false))
        {
            // Without its chunks the entry would be unreadable, and what was there before must not stay.
            await RemoveAsync(key, keepStale: false, cancellationToken).ConfigureAwait(false);
            return CacheWriteResult.Unconfirmed;
        }

        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Set,
                    [keys.Entry(key)],
                    [
                        entry.Bytes,
                        entry.KeptForMilliseconds,
                        keys.ChannelName,
                        CacheMessage.WakeUp(key).ToBytes(),
                        announcer.Next(CacheMessageKind.EntryChanged, key),
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
        return ResultOf("write", key, reply);
    }

    /// <summary>Removes an entry. One round trip.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="keepStale">Whether the value may be served when the source fails.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async ValueTask<CacheWriteResult> RemoveAsync(
        string key, bool keepStale, CancellationToken cancellationToken)
        => ResultOf(
            "remove", key, await SendRemovalAsync(key, keepStale, cancellationToken).ConfigureAwait(false));

    /// <summary>Removes an entry as <see cref="RemoveAsync"/> does, and leaves to the caller what a failure
    /// means.</summary>
    public ValueTask<RedisReply<RedisResult>> SendRemovalAsync(
        string key, bool keepStale, CancellationToken cancellationToken)
        => redis.EvaluateAsync(
            new ScriptCall(
                CacheScripts.Remove,
                [keys.Entry(key)],
                [
                    keepStale,
                    keys.ChannelName,
                    CacheMessage.WakeUp(key).ToBytes(),
                    announcer.Next(CacheMessageKind.EntryChanged, key),
                    EntryStamp.Next().ToRedis(),
                ]),
            cancellationToken);

    /// <summary>Lets a sliding entry live on. One round trip.</summary>
    public async ValueTask<CacheWriteResult> TouchAsync(string key, CancellationToken cancellationToken)
        => ResultOf("touch", key, await SendTouchAsync(key, cancellationToken).ConfigureAwait(false));

    /// <summary>What is known about a write, as the failure mode says.</summary>
    public CacheWriteResult ResultOf(string verb, string key, RedisReply<RedisResult> reply)
    {
        if (reply.Failure == RedisFailure.None)
        {
            return CacheWriteResult.Confirmed;
        }

        ThrowIfSoConfigured(verb, key, reply.Failure, reply.Exception);
        return CacheWriteResult.Unconfirmed;
    }

    /// <summary>Reads a copy of a hot entry, or the entry itself where there is none.</summary>
    private async ValueTask<StoredEntry<T>> ReadCopyAsync<T>(
        string key, int copy, TagQuestion? asked, CancellationToken cancellationToken)
    {
        StoredEntry<T> found = await ReadAsync<T>(
            key, keys.Copy(key, copy), missingCopy: null, asked, cancellationToken).ConfigureAwait(false);

        // The time that is left is the copy's, which says nothing about when to refresh the entry.
        return found.IsHit
            ? found with { IsCopy = true }
            : await ReadAsync<T>(key, keys.Entry(key), copy, asked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what stands under a key: an entry, whose copy may be missing, or a copy.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StoredEntry<T>> ReadAsync<T>(
        string key, RedisKey from, int? missingCopy, TagQuestion? asked, CancellationToken cancellationToken)
    {
        using EntryBytes read = await _reads.ReadAsync(from, cancellationToken).ConfigureAwait(false);
        if (read.Failure == RedisFailure.WrongType)
        {
            unreadable.Report(key, read.Exception!);
            return new StoredEntry<T>(CacheReadOutcome.Unreadable);
        }

        if (read.Failure != RedisFailure.None)
        {
            ThrowIfSoConfigured("read", key, read.Failure, read.Exception);
            return new StoredEntry<T>(CacheReadOutcome.Unavailable);
        }

        if (read.Bytes is not { } bytes)
        {
            return new StoredEntry<T>(CacheReadOutcome.Miss);
        }

        // A key that has no expiry any more expired between the two commands.
        TimeSpan expiresIn = read.ExpiresIn ?? TimeSpan.Zero;
        StoredEntry<T> entry = await reader
            .ReadAsync<T>(key, bytes, expiresIn, asked, cancellationToken)
            .ConfigureAwait(false);
        if (!entry.IsHit || missingCopy is null)
        {
            return entry;
        }

        if (missingCopy > 0)
        {
            copies!.Write(key, missingCopy.Value, bytes, entry.TimeLeft, entry.Header!.Value.Retention);
        }

        if (entry.Header!.Value.Flags.HasFlag(EntryFlags.Sliding)
            && EntryFormat.WindowOf(bytes.Span) is var window
            && entry.TimeLeft < window - (window / SlidingSlack))
        {
            // That it could not be prolonged is no reason to refuse the value.
            await SendTouchAsync(key, cancellationToken).ConfigureAwait(false);
        }

        return entry;
    }

    private ValueTask<RedisReply<RedisResult>> SendTouchAsync(string key, CancellationToken cancellationToken)
        => redis.EvaluateAsync(new ScriptCall(CacheScripts.Touch, [keys.Entry(key)], []), cancellationToken);

    private void ThrowIfSoConfigured(string verb, string key, RedisFailure failure, Exception? exception)
    {
        if (failureMode == CacheFailureMode.Throw)
        {
            throw new CacheUnavailableException(
                $"Redis failed ({failure}), so the cache could not {verb} the key '{key}': try again later, or choose "
                + $"{nameof(CacheFailureMode)}.{nameof(CacheFailureMode.UseSource)} to go on without the cache.",
                exception);
        }
    }
}
