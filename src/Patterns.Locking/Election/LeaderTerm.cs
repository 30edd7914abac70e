namespace Patterns.Locking.Election;

/// <summary>The time in which a process leads.</summary>
public sealed class LeaderTerm
{
    private readonly ILockHandle _handle;

    internal LeaderTerm(ILockHandle handle) => _handle = handle;

    /// <summary>A number that grows with every term: what a leader does carries it, and is refused when a later leader
    /// has acted.</summary>
    public long FencingToken => _handle.FencingToken;

    /// <summary>Whether the term certainly goes on now.</summary>
    public bool IsCurrent => _handle.IsHeld;

    /// <summary>For how long it certainly goes on without another renewal.</summary>
    public TimeSpan Remaining => _handle.Remaining;
}
