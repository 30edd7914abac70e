using System.Globalization;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The writes of a log that were given up: to be looked at, tried again, or deleted.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class DeadWrites<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly WriteLog _log;
    private readonly WriteCodec<TKey, TValue> _codec;

    internal DeadWrites(WriteLog log, WriteCodec<TKey, TValue> codec)
    {
        _log = log;
        _codec = codec;
    }

    /// <summary>Lists dead writes, the oldest first within each part of the log.</summary>
    /// <param name="count">How many at most; 1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The dead writes.</returns>
    /// <exception cref="CacheUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one for each part of the log, until there are as many.</remarks>
    public async ValueTask<IReadOnlyList<DeadWrite<TKey, TValue>>> ListAsync(
        int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000);
        var found = new List<DeadWrite<TKey, TValue>>();
        for (int partition = 0; partition < _log.Partitions && found.Count < count; partition++)
        {
            RedisReply<StreamEntry[]> reply = await _log
                .ListDeadAsync(partition, after: null, count - found.Count, cancellationToken)
                .ConfigureAwait(false);
            ThrowIfFailed("listed", reply.Failure, reply.Exception);
            found.AddRange(reply.Value!.Select(entry => Read(partition, entry)));
        }

        return found;
    }

    /// <summary>Lets the source have a dead write after all: it is put at the end of the log, with its old version, and
    /// readers see it until a later one comes.</summary>
    /// <param name="dead">The dead write.</param>
    /// <param name="cancellationToken">Stops the waiting. It may be in the log nevertheless.</param>
    /// <returns>False if it is not there any more, or if a later write of the same value is pending.</returns>
    /// <exception cref="CacheUnavailableException">Redis failed; it may be in the log.</exception>
    /// <remarks>Round trips: one. If the source has taken a later write of the same value meanwhile, only a source that
    /// compares versions keeps that one.</remarks>
    public async ValueTask<bool> ReplayAsync(
        DeadWrite<TKey, TValue> dead, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dead);
        RedisReply<RedisResult> reply = await _log
            .ReplayAsync(Split(dead.Id).Id, dead.Name, cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed("tried again", reply.Failure, reply.Exception);
        return (int)reply.Value! == 1;
    }

    /// <summary>Deletes a dead write for good.</summary>
    /// <param name="dead">The dead write.</param>
    /// <param name="cancellationToken">Stops the waiting. It may be deleted nevertheless.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="CacheUnavailableException">Redis failed; it may be deleted.</exception>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<bool> DeleteAsync(
        DeadWrite<TKey, TValue> dead, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dead);
        (int partition, string id) = Split(dead.Id);
        RedisReply<long> reply = await _log.DeleteDeadAsync(partition, id, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("deleted", reply.Failure, reply.Exception);
        return reply.Value == 1;
    }

    private static (int Partition, string Id) Split(string id)
    {
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(id.AsSpan(0, colon), CultureInfo.InvariantCulture), id[(colon + 1)..]);
    }

    private static void ThrowIfFailed(string verb, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new CacheUnavailableException(
                $"Redis failed ({failure}), so dead writes could not be {verb}: try again later.", exception);
        }
    }

    private DeadWrite<TKey, TValue> Read(int partition, StreamEntry entry)
    {
        string id = (string)entry.Id!;
        LoggedWrite write = WriteLog.Read(id, entry.Values);
        return new DeadWrite<TKey, TValue>(
            $"{partition}:{id}",
            write.Name,
            TryRead(write),
            (string)entry["reason"]!,
            (string)entry["error"]!,
            (int)entry["failures"],
            DateTimeOffset.FromUnixTimeMilliseconds(write.Place));
    }

    private PendingWrite<TKey, TValue>? TryRead(LoggedWrite write)
    {
        try
        {
            return _codec.Read(write);
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            // That is why it died: its error says so.
            return null;
        }
    }
}
