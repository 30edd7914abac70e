namespace Patterns.Queues;

/// <summary>Redis failed while something was asked of a queue.</summary>
public sealed class QueueUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="innerException">The failure of Redis.</param>
    public QueueUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
