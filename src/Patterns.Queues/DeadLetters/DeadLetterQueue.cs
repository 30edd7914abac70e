using System.Globalization;
using System.Runtime.CompilerServices;
using Patterns.Core.Resilience;
using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.DeadLetters;

/// <summary>The messages of a queue that were given up: to be looked at, sent again, or deleted.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class DeadLetterQueue<T>
{
    private const int Page = 100;

    private readonly QueueRuntime _runtime;
    private readonly IMessageSerializer<T> _serializer;

    internal DeadLetterQueue(QueueRuntime runtime, IMessageSerializer<T> serializer)
    {
        _runtime = runtime;
        _serializer = serializer;
    }

    /// <summary>Lists dead letters, oldest first. One round trip.</summary>
    /// <param name="count">How many at most; 1 to 10,000.</param>
    /// <param name="after">The entry after which to begin; null means from the oldest.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The dead letters.</returns>
    /// <exception cref="ArgumentException">The entry is none.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed.</exception>
    public async Task<IReadOnlyList<DeadLetter<T>>> ListAsync(
        int count = Page, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000);
        if (after is not null)
        {
            CheckEntry(after);
        }

        RedisReply<StreamEntry[]> reply = await _runtime.Store.Gate.CallAsync(
            "XRANGE",
            static (database, state) => database.StreamRangeAsync(state.Key, state.From, count: state.Count),
            (Key: _runtime.Store.DeadLetters, From: (RedisValue)(after is null ? "-" : $"({after}"), Count: count),
            cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("listed", reply.Failure, reply.Exception);
        return [.. reply.Value!.Select(Read)];
    }

    /// <summary>Sends one dead letter again, with all its attempts before it. One round trip.</summary>
    /// <param name="entry">Which one.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentException">The entry is none.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; it may have been sent.</exception>
    public async Task<bool> ReplayAsync(string entry, CancellationToken cancellationToken = default)
    {
        CheckEntry(entry);
        return await ReplayAsync([entry], cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Sends all dead letters again, a hundred with each pair of round trips; those that are given up
    /// meanwhile are not sent a second time.</summary>
    /// <param name="cancellationToken">Stops between two hundreds.</param>
    /// <returns>How many were sent.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed; some have been sent.</exception>
    public async Task<int> ReplayAllAsync(CancellationToken cancellationToken = default)
    {
        int sent = 0;
        RedisValue last = await LastEntryAsync(cancellationToken).ConfigureAwait(false);
        while (!last.IsNull)
        {
            RedisReply<StreamEntry[]> reply = await _runtime.Store.Gate.CallAsync(
                "XRANGE",
                static (database, state) => database.StreamRangeAsync(state.Key, "-", state.Last, Page),
                (Key: _runtime.Store.DeadLetters, Last: last),
                cancellationToken).ConfigureAwait(false);
            ThrowIfFailed("replayed", reply.Failure, reply.Exception);
            if (reply.Value!.Length == 0)
            {
                break;
            }

            sent += await ReplayAsync(reply.Value.Select(entry => (string)entry.Id!), cancellationToken)
                .ConfigureAwait(false);
        }

        return sent;
    }

    /// <summary>Deletes one dead letter for good. One round trip.</summary>
    /// <param name="entry">Which one.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentException">The entry is none.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; it may have been deleted.</exception>
    public async Task<bool> DeleteAsync(string entry, CancellationToken cancellationToken = default)
    {
        CheckEntry(entry);
        RedisReply<long> reply = await _runtime.Store.Gate.CallAsync(
            "XDEL",
            static (database, state) => database.StreamDeleteAsync(state.Key, [state.Entry]),
            (Key: _runtime.Store.DeadLetters, Entry: (RedisValue)entry),
            cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("deleted", reply.Failure, reply.Exception);
        return reply.Value == 1;
    }

    private static void CheckEntry(string entry, [CallerArgumentExpression(nameof(entry))] string? argument = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry, argument);
        int dash = entry.IndexOf('-', StringComparison.Ordinal);
        if (!ulong.TryParse(entry.AsSpan(0, Math.Max(0, dash)), NumberStyles.None, null, out _)
            || !ulong.TryParse(entry.AsSpan(dash + 1), NumberStyles.None, null, out _))
        {
            throw new ArgumentException(
                $"'{entry}' is not the name of a dead letter, such as '1700000000000-0': take DeadLetter.Entry.",
                argument);
        }
    }

    private async Task<RedisValue> LastEntryAsync(CancellationToken cancellationToken)
    {
        RedisReply<StreamEntry[]> reply = await _runtime.Store.Gate.CallAsync(
            "XREVRANGE",
            static (database, key) => database.StreamRangeAsync(key, count: 1, messageOrder: Order.Descending),
            _runtime.Store.DeadLetters,
            cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("replayed", reply.Failure, reply.Exception);
        return reply.Value!.Length == 0 ? RedisValue.Null : reply.Value[0].Id;
    }

    private async Task<int> ReplayAsync(IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply =
            await _runtime.Store.ReplayAsync(entries, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed("replayed", reply.Failure, reply.Exception);
        _runtime.Wake();
        return (int)reply.Value!;
    }

    private DeadLetter<T> Read(StreamEntry entry)
    {
        byte[] payload = (byte[]?)entry[MessageFields.Data] ?? [];
        T? body = default;
        try
        {
            body = _serializer.Deserialize(payload);
        }
        catch (Exception)
        {
            // That it cannot be read may be why it is here; its bytes are given as they are.
        }

        string name = entry.Id!;
        return new DeadLetter<T>(
            name,
            (string?)entry[MessageFields.Id] ?? name,
            (string?)entry[MessageFields.Reason] ?? "",
            (string?)entry[MessageFields.Error] ?? "",
            (int?)entry[MessageFields.Attempts] ?? 0,
            DateTimeOffset.FromUnixTimeMilliseconds(MessageFields.MillisecondsOf(name)),
            entry[MessageFields.Group],
            body,
            payload);
    }

    private void ThrowIfFailed(string done, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new QueueUnavailableException(
                $"The dead letters of '{_runtime.Name}' could not be {done}, because Redis failed ({failure}): try "
                + "again.",
                exception);
        }
    }
}
