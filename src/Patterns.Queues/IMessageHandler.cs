namespace Patterns.Queues;

/// <summary>Handles messages one by one.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IMessageHandler<T>
{
    /// <summary>Handles a message. When it returns, the message is complete, unless it was ended otherwise; when it
    /// throws, the message is tried again, or becomes a dead letter after its last attempt or with a
    /// <see cref="MessageRejectedException"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled when the lease is lost, or the worker stops and the time for draining
    /// is over.</param>
    /// <returns>When it is handled.</returns>
    Task HandleAsync(QueueMessage<T> message, CancellationToken cancellationToken);
}
