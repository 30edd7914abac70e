namespace Patterns.Caching.Telemetry;

/// <summary>What became of a value that the source gave.</summary>
internal enum FillOutcome
{
    /// <summary>Redis confirmed it.</summary>
    Stored,

    /// <summary>The factory said not to store it.</summary>
    Declined,

    /// <summary>The key was set, removed or taken over meanwhile.</summary>
    Revoked,

    /// <summary>The serializer refused it.</summary>
    Unwritable,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>Redis failed, or somebody else was filling for too long.</summary>
    Unavailable,
}
