namespace Patterns.Locking.Fencing;

/// <summary>A write was refused, because its fencing token is too small: the lock was lost, and somebody else has
/// written under it since.</summary>
public sealed class StaleLockException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was refused, and what to do about it.</param>
    /// <param name="fencingToken">The token of the writer.</param>
    public StaleLockException(string message, long fencingToken)
        : base(message)
    {
        FencingToken = fencingToken;
    }

    /// <summary>The token of the writer.</summary>
    public long FencingToken { get; }
}
