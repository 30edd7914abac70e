namespace Patterns.Queues;

/// <summary>Thrown by a handler for a message that no further attempt can handle: it becomes a dead letter at
/// once.</summary>
public sealed class MessageRejectedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the message cannot be handled; the dead letter says it.</param>
    /// <param name="innerException">What the handler met.</param>
    public MessageRejectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
