using System.Runtime.CompilerServices;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>Reads single entries. When many callers read one key in the same moment, the first few send reads of their
/// own, and all who come while these are under way share the next, which is sent when one of them is back.</summary>
/// <remarks>A shared read begins after everybody who shares it has asked, so nobody is told what was true before that.
/// It makes a stampede short: Redis and the client have four reads of a key to do, not one for each
/// caller. After a timeout the next read is not sent: who waited for it is told of the timeout, and does not wait for
/// another.</remarks>
internal sealed class EntryReads(RedisGate redis)
{
    private const int Lanes = 64;

    private readonly ReadLane[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new ReadLane())];

    /// <summary>Reads what stands under a key. One round trip, or the rest of one and the next.</summary>
    public ValueTask<EntryBytes> ReadAsync(RedisKey key, CancellationToken cancellationToken)
    {
        ReadLane lane = _lanes[(uint)key.GetHashCode() % Lanes];
        bool counts = lane.Enter(key, out Task<EntryBytes>? shared);
        return shared is null
            ? ReadAloneAsync(key, counts ? lane : null, cancellationToken)
            : new ValueTask<EntryBytes>(shared.WaitAsync(cancellationToken));
    }

    /// <param name="key">What is read.</param>
    /// <param name="lane">The lane that the read is counted in; null when it is in none.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EntryBytes> ReadAloneAsync(
        RedisKey key, ReadLane? lane, CancellationToken cancellationToken)
    {
        EntryBytes bytes = default;
        try
        {
            RedisReply<(Lease<byte>? Bytes, TimeSpan? ExpiresIn)> reply = await redis
                .CallBothAsync(
                    "GET",
                    static (database, key) => database.StringGetLeaseAsync(key),
                    static (database, key) => database.KeyTimeToLiveAsync(key),
                    key,
                    cancellationToken)
                .ConfigureAwait(false);
            bytes = reply.Failure == RedisFailure.None
                ? new EntryBytes(reply.Value.Bytes?.Memory, reply.Value.ExpiresIn, reply.Value.Bytes)
                : new EntryBytes(reply.Failure, reply.Exception);
            return bytes;
        }
        finally
        {
            if (lane is not null && Leave(lane, bytes) is { } next)
            {
                _ = ReadForManyAsync(lane, key, next);
            }
        }
    }

    /// <summary>Reads for all who share the next read, and then for those who have come meanwhile.</summary>
    private async Task ReadForManyAsync(ReadLane lane, RedisKey key, TaskCompletionSource<EntryBytes>? readers)
    {
        while (readers is { } waiting)
        {
            try
            {
                EntryBytes bytes = await ReadSharedAsync(key).ConfigureAwait(false);
                readers = Leave(lane, bytes);
                waiting.SetResult(bytes);
            }
            catch (Exception exception)
            {
                readers = Leave(lane, default);
                waiting.SetException(exception);

                // Everybody may have left; the exception then has no reader and is nobody's unobserved fault.
                _ = waiting.Task.Exception;
            }
        }
    }

    private async ValueTask<EntryBytes> ReadSharedAsync(RedisKey key)
    {
        RedisReply<(RedisValue Bytes, TimeSpan? ExpiresIn)> reply = await redis
            .CallBothAsync(
                "GET",
                static (database, key) => database.StringGetAsync(key),
                static (database, key) => database.KeyTimeToLiveAsync(key),
                key,
                CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? new EntryBytes((byte[]?)reply.Value.Bytes, reply.Value.ExpiresIn, Rented: null)
            : new EntryBytes(reply.Failure, reply.Exception);
    }

    /// <summary>Ends a read.</summary>
    /// <returns>For whom the next is to be sent; null when nobody waits for it.</returns>
    private static TaskCompletionSource<EntryBytes>? Leave(ReadLane lane, in EntryBytes bytes)
    {
        bool timedOut = bytes.Failure == RedisFailure.Timeout;
        TaskCompletionSource<EntryBytes>? next = lane.Leave(goesOn: !timedOut);
        if (timedOut)
        {
            next?.SetResult(bytes);
            return null;
        }

        return next;
    }
}
