namespace Patterns.Caching;

/// <summary>Redis failed, and the cache's failure mode is <see cref="CacheFailureMode.Throw"/>.</summary>
public sealed class CacheUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="innerException">The failure of Redis.</param>
    public CacheUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
