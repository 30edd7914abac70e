namespace Patterns.Queues;

/// <summary>Handles messages in batches.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IBatchHandler<T>
{
    /// <summary>Handles a batch. Messages that the handler has not ended are complete when it returns, and tried again
    /// when it throws.</summary>
    /// <param name="messages">The messages; at least one.</param>
    /// <param name="cancellationToken">Cancelled when the worker stops and the time for draining is over.</param>
    /// <returns>When they are handled.</returns>
    Task HandleAsync(IReadOnlyList<QueueMessage<T>> messages, CancellationToken cancellationToken);
}
