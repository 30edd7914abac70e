namespace Patterns.Locking.Servers;

/// <summary>What became of one request.</summary>
/// <param name="IsHeld">Whether the lease is held now.</param>
/// <param name="Answer">What the server said.</param>
/// <param name="Failure">Why nobody knows, if nobody does.</param>
internal readonly record struct LockAttempt(
    bool IsHeld, LockAnswer Answer, LockUnavailableException? Failure);
