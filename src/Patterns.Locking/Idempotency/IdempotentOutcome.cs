namespace Patterns.Locking.Idempotency;

/// <summary>What became of a guarded operation.</summary>
public enum IdempotentOutcome
{
    /// <summary>It ran now, and its result is kept.</summary>
    Ran,

    /// <summary>It had run before; its result is that of then.</summary>
    Replayed,

    /// <summary>Somebody else runs it right now and has not ended within the wait: there is no result. Answer 409, or
    /// ask again later.</summary>
    InFlight,
}
