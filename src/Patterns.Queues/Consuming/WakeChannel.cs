using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>The channel on which sleeping workers hear that there is something to do, if they listen to one.</summary>
/// <param name="options">Whether they do.</param>
/// <param name="connection">The program's connection.</param>
/// <param name="key">The key that the channel is named after.</param>
internal sealed class WakeChannel(StreamOptions options, IConnectionMultiplexer connection, RedisKey key)
{
    public RedisChannel Name { get; } = RedisChannel.Literal((string)key!);

    public void Publish()
    {
        if (options.WakeUp == QueueWakeUp.PublishSubscribe)
        {
            // A worker that does not hear of it looks once a second.
            connection.GetSubscriber().Publish(Name, "", CommandFlags.FireAndForget);
        }
    }
}
