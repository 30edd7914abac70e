namespace Patterns.Queues;

/// <summary>
/// Which messages workers take first. Every eighth look begins with the lowest, so that none starves.
/// </summary>
public enum QueuePriority
{
    /// <summary>After all others.</summary>
    Low = -1,

    /// <summary>The default.</summary>
    Normal = 0,

    /// <summary>Before all others.</summary>
    High = 1,
}
