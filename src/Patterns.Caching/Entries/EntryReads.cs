using System.Runtime.CompilerServices;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>Reads single entries. When many callers read one key in the same moment, the first few send reads of their
/// own, and all who come while these are under way share the next, which is sent when one of them is back.</summary>
/// <remarks>A shared read begins after everybody who shares it has asked, so nobody is told what was true before that.
/// It makes a stampede short: Redis and the client have four reads of a key to do, not one for each
/// caller.</remarks>
internal sealed class EntryReads(RedisGate redis)
{
    private const int Lanes = 64;

    private readonly ReadLane[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new ReadLane())];

    /// <summary>Reads what stands under a key. One round trip, or the rest of one and the next.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<EntryBytes> ReadAsync(RedisKey key, CancellationToken cancellationToken)
    {
        ReadLane lane = _lanes[(uint)key.GetHashCode() % Lanes];
        bool counts = lane.Enter(key, out Task<EntryBytes>? shared);
        if (shared is not null)
        {
            return await shared.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        EntryBytes bytes = default;
        try
        {
            bytes = await ReadAloneAsync(key, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        finally
        {
            if (counts)
            {
                Leave(lane, key, bytes);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EntryBytes> ReadAloneAsync(RedisKey key, CancellationToken cancellationToken)
    {
        RedisReply<(Lease<byte>? Bytes, TimeSpan? ExpiresIn)> reply = await redis
            .CallBothAsync(
                "GET",
                static (database, key) => database.StringGetLeaseAsync(key),
                static (database, key) => database.KeyTimeToLiveAsync(key),
                key,
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? new EntryBytes(reply.Value.Bytes?.Memory, reply.Value.ExpiresIn, reply.Value.Bytes)
            : new EntryBytes(reply.Failure, reply.Exception);
    }

    /// <summary>Reads for all who share the next read.</summary>
    private async Task ReadForManyAsync(ReadLane lane, RedisKey key, TaskCompletionSource<EntryBytes> readers)
    {
        try
        {
            RedisReply<(RedisValue Bytes, TimeSpan? ExpiresIn)> reply = await redis
                .CallBothAsync(
                    "GET",
                    static (database, key) => database.StringGetAsync(key),
                    static (database, key) => database.KeyTimeToLiveAsync(key),
                    key,
                    CancellationToken.None)
                .ConfigureAwait(false);
            EntryBytes bytes = reply.Failure == RedisFailure.None
                ? new EntryBytes((byte[]?)reply.Value.Bytes, reply.Value.ExpiresIn, Rented: null)
                : new EntryBytes(reply.Failure, reply.Exception);
            Leave(lane, key, bytes);
            readers.SetResult(bytes);
        }
        catch (Exception exception)
        {
            Leave(lane, key, default);
            readers.SetException(exception);
        }
    }

    private void Leave(ReadLane lane, RedisKey key, EntryBytes bytes)
    {
        bool failed = bytes.Failure is not (RedisFailure.None or RedisFailure.WrongType);
        if (lane.Leave(goesOn: !failed) is not { } next)
        {
            return;
        }

        if (failed)
        {
            // Nobody waits for two timeouts in a row.
            next.SetResult(bytes);
        }
        else
        {
            _ = ReadForManyAsync(lane, key, next);
        }
    }
}
