using System.Runtime.CompilerServices;
using Patterns.Caching.Backplane;
using Patterns.Caching.Chunks;
using Patterns.Caching.Entries;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Leases;

/// <summary>Takes, renews and gives back the leases under which entries are filled.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="reader">Reads what comes with an answer.</param>
/// <param name="chunks">The chunks of large entries.</param>
/// <param name="times">How long leases last.</param>
internal sealed class LeaseStore(
    RedisGate redis, CacheKeys keys, EntryReader reader, ChunkStore chunks, LeaseTimes times)
{
    public LeaseTimes Times => times;

    /// <summary>Asks for the lease of an entry. One round trip.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="token">The token of the lease; to ask again with it changes nothing.</param>
    /// <param name="seen">What the caller has seen under the key.</param>
    /// <param name="waits">Whether the caller waits when somebody else fills.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LeaseReply<T>> AcquireAsync<T>(
        string key, EntryStamp token, StoredEntry<T> seen, bool waits, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Lease,
                    [keys.Entry(key)],
                    [
                        token.ToRedis(),
                        StampOf(seen),
                        IsRefused(seen),
                        LeaseTimes.Milliseconds(times.Lease),
                        LeaseTimes.Milliseconds(times.Alone),
                        waits,
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? await ReadAsync(key, seen, reply.Value!, cancellationToken).ConfigureAwait(false)
            : new LeaseReply<T>(LeaseVerdict.Unavailable, seen);
    }

    /// <summary>Asks for the leases of several entries. One round trip, in which each slot of a cluster gets one
    /// command. Nobody waits for those that others fill.</summary>
    public async ValueTask<LeaseReply<T>[]> AcquireManyAsync<T>(
        IReadOnlyList<string> names,
        IReadOnlyList<EntryStamp> tokens,
        IReadOnlyList<StoredEntry<T>> seen,
        CancellationToken cancellationToken)
    {
        RedisKey[] all = [.. names.Select(keys.Entry)];
        var replies = new LeaseReply<T>[names.Count];
        await Task.WhenAll(SlotGroups.Of(redis.Multiplexer, all).Select(AcquireGroupAsync)).ConfigureAwait(false);
        return replies;

        async Task AcquireGroupAsync(int[] group)
        {
            RedisReply<RedisResult> reply = await redis
                .EvaluateAsync(
                    new ScriptCall(
                        CacheScripts.LeaseMany,
                        [.. group.Select(position => all[position])],
                        [
                            LeaseTimes.Milliseconds(times.Lease),
                            LeaseTimes.Milliseconds(times.Alone),
                            .. group.SelectMany(position => new RedisValue[]
                            {
                                tokens[position].ToRedis(), StampOf(seen[position]), IsRefused(seen[position]),
                            }),
                        ]),
                    cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < group.Length; i++)
            {
                int position = group[i];
                replies[position] = reply.Failure == RedisFailure.None
                    ? await ReadAsync(names[position], seen[position], reply.Value![i], cancellationToken)
                        .ConfigureAwait(false)
                    : new LeaseReply<T>(LeaseVerdict.Unavailable, seen[position]);
            }
        }
    }

    /// <summary>Stores an entry if the lease is still held. One round trip.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="token">The token of the lease.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="announcement">What tells other processes that the value has changed; empty to tell nobody.</param>
    /// <returns>Whether Redis stored it; null when the lease has been revoked.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CacheWriteResult?> FillAsync(
        string key, EntryStamp token, EncodedEntry entry, RedisValue announcement)
    {
        if (entry.Chunks is { } pieces
            && !await chunks.WriteAsync(entry, pieces, CancellationToken.None).ConfigureAwait(false))
        {
            return CacheWriteResult.Unconfirmed;
        }

        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Fill,
                    [keys.Entry(key)],
                    [
                        token.ToRedis(),
                        entry.Bytes,
                        entry.KeptForMilliseconds,
                        keys.ChannelName,
                        WakeUp(key),
                        announcement,
                    ]),
                CancellationToken.None)
            .ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            return CacheWriteResult.Unconfirmed;
        }

        return (bool)reply.Value! ? CacheWriteResult.Confirmed : null;
    }

    /// <summary>Gives a lease back without having filled. One round trip.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="token">The token of the lease.</param>
    /// <param name="failed">Whether the source has failed, so that a stale value is served for a while.</param>
    public async ValueTask ReleaseAsync(string key, EntryStamp token, bool failed)
        => await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Release,
                    [keys.Entry(key)],
                    [
                        token.ToRedis(),
                        failed ? LeaseTimes.Milliseconds(times.RetryDelay) : 0,
                        keys.ChannelName,
                        WakeUp(key),
                    ]),
                CancellationToken.None)
            .ConfigureAwait(false);

    /// <summary>Prolongs a lease. One round trip.</summary>
    /// <returns>False when it has been revoked.</returns>
    public async ValueTask<bool> RenewAsync(string key, EntryStamp token, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Renew,
                    [keys.Entry(key)],
                    [
                        token.ToRedis(),
                        LeaseTimes.Milliseconds(times.Lease),
                        LeaseTimes.Milliseconds(times.Alone),
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure != RedisFailure.None || (bool)reply.Value!;
    }

    // A miss has decoded no value, so it wants whatever is there.
    private static RedisValue StampOf<T>(StoredEntry<T> seen)
        => seen is { Outcome: not CacheReadOutcome.Miss, Header: { } header }
            ? header.Stamp.ToRedis()
            : RedisValue.EmptyString;

    private static bool IsRefused<T>(StoredEntry<T> seen) => seen.Outcome
        is CacheReadOutcome.Unreadable or CacheReadOutcome.Invalidated or CacheReadOutcome.Refresh;

    /// <summary>Takes the lease of an entry away from whoever holds it, because its value is about to change. One round
    /// trip.</summary>
    /// <returns>Whether Redis confirmed it.</returns>
    public async ValueTask<RedisReply<RedisResult>> SeizeAsync(
        string key, EntryStamp token, CancellationToken cancellationToken)
        => await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Seize,
                    [keys.Entry(key)],
                    [
                        token.ToRedis(),
                        LeaseTimes.Milliseconds(times.Lease),
                        LeaseTimes.Milliseconds(times.Alone),
                    ]),
                cancellationToken)
            .ConfigureAwait(false);

    private static RedisValue WakeUp(string key) => CacheMessage.WakeUp(key).ToBytes();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LeaseReply<T>> ReadAsync<T>(
        string key, StoredEntry<T> seen, RedisResult reply, CancellationToken cancellationToken)
    {
        LeaseVerdict verdict = (string?)reply[0] switch
        {
            "value" => LeaseVerdict.Value,
            "fill" => LeaseVerdict.Fill,
            "wait" => LeaseVerdict.Wait,
            _ => LeaseVerdict.Failing,
        };
        StoredEntry<T> entry = reply[1].IsNull
            ? seen
            : await reader
                .ReadAsync<T>(
                    key,
                    (byte[]?)reply[1],
                    TimeSpan.FromMilliseconds((long)reply[2]),
                    asked: null,
                    cancellationToken)
                .ConfigureAwait(false);
        if (verdict == LeaseVerdict.Value && reply[1].IsNull)
        {
            // The script found the entry fresh that the caller saw in its last moment.
            entry = seen with { Outcome = CacheReadOutcome.Hit };
        }

        return new LeaseReply<T>(verdict, entry, TimeSpan.FromMilliseconds((long)reply[3]));
    }
}
