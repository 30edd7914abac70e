using System.Runtime.CompilerServices;
using Patterns.Caching.Filling;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>The entries in Redis: one string each, read by GET, written by SET with an expiry, removed by DEL. What a
/// failure of Redis means to the caller is decided here, by the cache's failure mode.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="format">The layout of an entry.</param>
/// <param name="unreadable">Where unreadable entries are reported.</param>
/// <param name="failureMode">The cache's failure mode.</param>
internal sealed class EntryStore(
    RedisGate redis,
    CacheKeys keys,
    EntryFormat format,
    UnreadableEntries unreadable,
    CacheFailureMode failureMode)
{
    /// <summary>Reads an entry. One round trip.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CacheLookup<T>> ReadAsync<T>(string key, CancellationToken cancellationToken)
    {
        RedisReply<Lease<byte>?> reply = await redis
            .CallAsync(
                "GET",
                static (database, key) => database.StringGetLeaseAsync(key),
                keys.Entry(key),
                cancellationToken)
            .ConfigureAwait(false);
        if (reply.Failure == RedisFailure.WrongType)
        {
            unreadable.Report(key, reply.Exception!);
            return new CacheLookup<T>(CacheReadOutcome.Unreadable);
        }

        if (reply.Failure != RedisFailure.None)
        {
            ThrowIfSoConfigured("read", key, reply.Failure, reply.Exception);
            return new CacheLookup<T>(CacheReadOutcome.Unavailable);
        }

        using Lease<byte>? entry = reply.Value;
        return entry is null ? new CacheLookup<T>(CacheReadOutcome.Miss) : Decode<T>(key, entry.Memory);
    }

    /// <summary>Writes an entry. One round trip.</summary>
    public async ValueTask<CacheWriteResult> WriteAsync(
        string key, ReadOnlyMemory<byte> entry, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        RedisReply<bool> reply = await redis
            .CallAsync(
                "SET",
                static (database, write) => write.Send(database),
                new Write(keys.Entry(key), entry, lifetime),
                cancellationToken)
            .ConfigureAwait(false);
        return ResultOf("write", key, reply);
    }

    /// <summary>Writes the value of a flight, unless the flight has been revoked. One round trip at most.</summary>
    /// <returns>Whether Redis confirmed the write; null when it was not sent.</returns>
    public async ValueTask<CacheWriteResult?> WriteAsync(
        string key, ReadOnlyMemory<byte> entry, TimeSpan lifetime, Flight flight)
    {
        RedisReply<bool> reply = await redis
            .CallAsync(
                "SET",
                static (database, fill) => fill.flight.TrySend(
                    static fill => fill.write.Send(fill.database), (database, fill.write)) ?? Task.FromResult(false),
                (flight, write: new Write(keys.Entry(key), entry, lifetime)),
                CancellationToken.None)
            .ConfigureAwait(false);
        return reply switch
        {
            { Failure: not RedisFailure.None } => CacheWriteResult.Unconfirmed,
            { Value: true } => CacheWriteResult.Confirmed,
            _ => null,
        };
    }

    /// <summary>Removes an entry. One round trip.</summary>
    public async ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        RedisReply<bool> reply = await redis
            .CallAsync(
                "DEL",
                static (database, key) => database.KeyDeleteAsync(key),
                keys.Entry(key),
                cancellationToken)
            .ConfigureAwait(false);
        return ResultOf("remove", key, reply);
    }

    private CacheLookup<T> Decode<T>(string key, ReadOnlyMemory<byte> entry)
    {
        try
        {
            return new CacheLookup<T>(format.Decode<T>(entry));
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            unreadable.Report(key, exception);
            return new CacheLookup<T>(CacheReadOutcome.Unreadable);
        }
    }

    private CacheWriteResult ResultOf(string verb, string key, RedisReply<bool> reply)
    {
        if (reply.Failure == RedisFailure.None)
        {
            return CacheWriteResult.Confirmed;
        }

        ThrowIfSoConfigured(verb, key, reply.Failure, reply.Exception);
        return CacheWriteResult.Unconfirmed;
    }

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

    private readonly record struct Write(RedisKey Key, RedisValue Entry, TimeSpan Lifetime)
    {
        public Task<bool> Send(IDatabase database) => database.StringSetAsync(Key, Entry, new Expiration(Lifetime));
    }
}
