namespace Patterns.Queues.Worker;

/// <summary>What handling a job does.</summary>
public enum JobKind
{
    /// <summary>It takes a few milliseconds.</summary>
    Plain,

    /// <summary>It fails at its first attempt.</summary>
    FailsOnce,

    /// <summary>It kills its process.</summary>
    Poison,
}
