using Patterns.Core.Resilience;

namespace Patterns.Leaderboards;

/// <summary>Redis failed, so an operation on a leaderboard has no result.</summary>
public sealed class LeaderboardUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be done, why, and what to do about it.</param>
    /// <param name="failure">How Redis failed.</param>
    /// <param name="innerException">What the client threw.</param>
    public LeaderboardUnavailableException(string message, RedisFailure failure, Exception? innerException)
        : base(message, innerException)
    {
        Failure = failure;
    }

    /// <summary>How Redis failed.</summary>
    public RedisFailure Failure { get; }

    /// <summary>Whether the command may have been run all the same: its reply was lost, or may still come. Everything
    /// but an increment may be repeated then; an increment might count twice.</summary>
    public bool IsOutcomeUnknown => Failure is RedisFailure.Timeout or RedisFailure.Connection;
}
