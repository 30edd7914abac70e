using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;

namespace Patterns.Queues.Topics;

/// <summary>One reader of a topic, with as many workers as it likes: each message is handled by one of them.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class TopicSubscription<T> : MessageSource<T>
{
    internal TopicSubscription(QueueRuntime runtime, IMessageSerializer<T> serializer)
        : base(runtime, serializer)
    {
    }
}
