namespace Patterns.RateLimiting;

/// <summary>Redis failed while an operator looked at a limit or changed it. Who asks for permits never sees it, but
/// gets what the failure mode says.</summary>
public sealed class RateLimitUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="innerException">The failure of Redis.</param>
    public RateLimitUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
