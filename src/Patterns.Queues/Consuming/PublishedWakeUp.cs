using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Waits for a message on a channel. Redis forgets what it publishes, so the waiting is short.</summary>
internal sealed class PublishedWakeUp : IWakeUp
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    private readonly ISubscriber _subscriber;
    private readonly RedisChannel _channel;
    private readonly AsyncSignal _signal;
    private bool _subscribed;

    public PublishedWakeUp(IConnectionMultiplexer connection, RedisChannel channel, TimeProvider timeProvider)
    {
        _subscriber = connection.GetSubscriber();
        _channel = channel;
        _signal = new AsyncSignal(timeProvider);
    }

    public async Task<IReadOnlyList<Delivery>> WaitAsync(
        RedisValue consumer, int room, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_subscribed)
        {
            await _subscriber.SubscribeAsync(_channel, OnPublished).ConfigureAwait(false);

            // What was sent before the subscription is found by looking once more.
            _subscribed = true;
            return [];
        }

        await _signal.WaitAsync(timeout < _longest ? timeout : _longest, cancellationToken).ConfigureAwait(false);
        return [];
    }

    public async ValueTask DisposeAsync()
    {
        if (_subscribed)
        {
            await _subscriber.UnsubscribeAsync(_channel, OnPublished, CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private void OnPublished(RedisChannel channel, RedisValue value) => _signal.Set();
}
