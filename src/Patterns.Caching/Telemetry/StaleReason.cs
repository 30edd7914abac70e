namespace Patterns.Caching.Telemetry;

/// <summary>Why a stale value was served.</summary>
internal enum StaleReason
{
    /// <summary>The source failed, or has failed a moment ago.</summary>
    Failed,

    /// <summary>The source was slow.</summary>
    Slow,
}
