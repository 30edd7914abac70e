namespace Patterns.Caching.Telemetry;

/// <summary>Why the level in the process was emptied.</summary>
internal enum FlushReason
{
    /// <summary>A message of another process was missed.</summary>
    Gap,

    /// <summary>The process did not hear itself.</summary>
    Silence,

    /// <summary>The connection was lost.</summary>
    Disconnect,
}
