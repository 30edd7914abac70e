using System.Collections.Concurrent;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Backplane;

/// <summary>Hears what processes with the same cache say, from the first need on.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys and the channel.</param>
/// <param name="heard">Who hears of what is not a wake-up, in the order of sending per server.</param>
internal sealed class CacheListener(RedisGate redis, CacheKeys keys, Action<CacheMessage> heard) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task<bool>? _subscription;
    private ChannelMessageQueue? _queue;

    /// <summary>Subscribes if that has not been done.</summary>
    /// <returns>Whether messages arrive from now on; if not, the next call tries again.</returns>
    public Task<bool> ListenAsync()
    {
        lock (_gate)
        {
            if (_subscription is null or { IsCompletedSuccessfully: true, Result: false })
            {
                _subscription = SubscribeAsync();
            }

            return _subscription;
        }
    }

    /// <summary>Completes at the next wake-up for the key. Called before looking, so that none is missed.</summary>
    public Task NextWakeUp(string key)
        => _waiting.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes whoever waits for the key to look again.</summary>
    public void Wake(string key)
    {
        if (_waiting.TryRemove(key, out TaskCompletionSource? waiting))
        {
            waiting.SetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_queue is not null)
        {
            await _queue.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private async Task<bool> SubscribeAsync()
    {
        RedisReply<ChannelMessageQueue> reply = await redis
            .CallAsync(
                "SUBSCRIBE",
                static (database, channel) => database.Multiplexer.GetSubscriber().SubscribeAsync(channel),
                keys.Channel,
                CancellationToken.None)
            .ConfigureAwait(false);
        _queue = reply.Value;
        _queue?.OnMessage(Hear);
        return reply.Failure == RedisFailure.None;
    }

    private void Hear(ChannelMessage received)
    {
        if (!CacheMessage.TryRead((byte[]?)received.Message, out CacheMessage message))
        {
            return;
        }

        if (message.Kind == CacheMessageKind.WakeUp)
        {
            Wake(message.Name);
        }
        else
        {
            heard(message);
        }
    }
}
