namespace Patterns.Caching.Telemetry;

/// <summary>What became of a value that the source gave.</summary>
internal enum FillOutcome
{
    /// <summary>Redis confirmed it.</summary>
    Stored,

    /// <summary>The factory said not to store it.</summary>
    Declined,

    /// <summary>The key was set or removed meanwhile, or every caller had left.</summary>
    Revoked,

    /// <summary>The serializer refused it.</summary>
    Unwritable,

    /// <summary>Redis failed.</summary>
    Unavailable,
}
