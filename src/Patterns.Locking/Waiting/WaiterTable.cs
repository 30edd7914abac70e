using System.Collections.Concurrent;
using System.Globalization;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Locking.Waiting;

/// <summary>The callers of this process that wait, and the channel on which all of them are told of their
/// grants.</summary>
/// <param name="gate">The way to Redis.</param>
/// <param name="name">The name of the channel; no other process has it.</param>
internal sealed class WaiterTable(RedisGate gate, string name)
{
    private readonly ConcurrentDictionary<string, Waiter> _waiters = new(StringComparer.Ordinal);
    private readonly RedisChannel _channel = RedisChannel.Literal(name);
    private readonly Lock _gate = new();
    private Task<bool>? _subscribed;

    /// <summary>The channel as the scripts are told it.</summary>
    public RedisValue Channel { get; } = name;

    /// <summary>Adds a caller. The first one subscribes, which takes a round trip; while that fails, callers wait by
    /// asking again.</summary>
    public async ValueTask<Waiter> AddAsync(string id)
    {
        Task<bool> subscribed;
        lock (_gate)
        {
            if (_subscribed is null or { IsCompletedSuccessfully: true, Result: false })
            {
                _subscribed = SubscribeAsync();
            }

            subscribed = _subscribed;
        }

        await subscribed.ConfigureAwait(false);
        var waiter = new Waiter();
        _waiters[id] = waiter;
        return waiter;
    }

    public void Remove(string id) => _waiters.TryRemove(id, out _);

    public async ValueTask UnsubscribeAsync()
    {
        if (_subscribed is not null)
        {
            await gate
                .CallAsync(
                    "UNSUBSCRIBE",
                    static (database, table) => ReplyAsync(
                        database.Multiplexer.GetSubscriber().UnsubscribeAsync(table._channel, table.Told)),
                    this,
                    CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private async Task<bool> SubscribeAsync()
    {
        RedisReply<bool> reply = await gate
            .CallAsync(
                "SUBSCRIBE",
                static (database, table) => ReplyAsync(
                    database.Multiplexer.GetSubscriber().SubscribeAsync(table._channel, table.Told)),
                this,
                CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None;
    }

    private static async Task<bool> ReplyAsync(Task sent)
    {
        await sent.ConfigureAwait(false);
        return true;
    }

    // "ID TOKEN STAMP". Who has left in the meantime has given back what it may have been granted.
    private void Told(RedisChannel channel, RedisValue message)
    {
        string[] parts = ((string)message!).Split(' ');
        if (parts.Length == 3
            && _waiters.TryGetValue(parts[0], out Waiter? waiter)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long token)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long sentAt))
        {
            waiter.Tell(new Grant(token, sentAt));
        }
    }
}
