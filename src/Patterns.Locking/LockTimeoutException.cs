namespace Patterns.Locking;

/// <summary>A lock was held by others for the whole time that a caller was willing to wait.</summary>
public sealed class LockTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which lock, how long, and what to do about it.</param>
    public LockTimeoutException(string message)
        : base(message)
    {
    }

    internal static LockTimeoutException Of(string name, TimeSpan waited) => new(
        $"The lock '{name}' was held by others for {waited}: wait longer, or ask TryAcquireAsync, which answers null.");
}
