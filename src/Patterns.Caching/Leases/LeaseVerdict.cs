namespace Patterns.Caching.Leases;

/// <summary>What whoever asks for a lease is to do.</summary>
internal enum LeaseVerdict
{
    /// <summary>Take the value that came with the answer.</summary>
    Value,

    /// <summary>Fill the entry; the lease is yours.</summary>
    Fill,

    /// <summary>Wait: somebody else is filling.</summary>
    Wait,

    /// <summary>Serve the stale value: the source has failed a moment ago.</summary>
    Failing,

    /// <summary>Redis did not answer.</summary>
    Unavailable,
}
