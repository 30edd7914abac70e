namespace Patterns.Queues;

/// <summary>A queue of messages, each of which one worker handles.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IStreamQueue<T>
{
    /// <summary>Sends a message. One round trip: an XADD without options; with a delay, a group, a de-duplication id or
    /// a limit of length a script, which messages that are sent meanwhile share.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="options">How; null means as soon as possible.</param>
    /// <param name="cancellationToken">Stops the waiting; the message may be sent nevertheless.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">An option is out of bounds, or the message is too large.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; the message may be in the queue.</exception>
    ValueTask<EnqueueResult> EnqueueAsync(
        T message, EnqueueOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends messages, all at once and in their order; round trips as for single ones, pipelined. Each is sent or not
    /// by itself.
    /// </summary>
    /// <param name="messages">What to send.</param>
    /// <param name="options">How to send each of them.</param>
    /// <param name="cancellationToken">Stops the waiting; messages may be sent nevertheless.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="ArgumentException">An option is out of bounds, or a message is too large; none is
    /// sent.</exception>
    /// <exception cref="QueueUnavailableException">Redis failed; any of them may be in the queue.</exception>
    Task<IReadOnlyList<EnqueueResult>> EnqueueManyAsync(
        IEnumerable<T> messages, EnqueueOptions? options = null, CancellationToken cancellationToken = default);
}
