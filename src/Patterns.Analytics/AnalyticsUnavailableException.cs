using Patterns.Core.Resilience;

namespace Patterns.Analytics;

/// <summary>Redis failed, so an operation has no result.</summary>
public sealed class AnalyticsUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="failure">How Redis failed.</param>
    /// <param name="innerException">What the client threw.</param>
    public AnalyticsUnavailableException(string message, RedisFailure failure, Exception? innerException)
        : base(message, innerException)
    {
        Failure = failure;
    }

    /// <summary>How Redis failed.</summary>
    public RedisFailure Failure { get; }

    /// <summary>Whether the command may have been run all the same: its reply was lost, or may still come. What counts
    /// may count twice when it is repeated then; what notes a fact, such as a visitor or a position, may be
    /// repeated.</summary>
    public bool IsOutcomeUnknown => Failure is RedisFailure.Timeout or RedisFailure.Connection;
}
