namespace Patterns.Locking;

/// <summary>Redis failed, so nobody knows who holds a lock. What was asked for is taken back as soon as Redis answers,
/// or else ends by itself.</summary>
public sealed class LockUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="innerException">What the client threw.</param>
    public LockUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
