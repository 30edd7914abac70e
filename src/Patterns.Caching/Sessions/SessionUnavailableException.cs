namespace Patterns.Caching.Sessions;

/// <summary>Redis failed, so that nothing is known about a session. It may well exist: do not treat its user as
/// somebody who has logged out.</summary>
public sealed class SessionUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="innerException">The failure of Redis.</param>
    public SessionUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
