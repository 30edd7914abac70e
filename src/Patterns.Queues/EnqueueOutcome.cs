namespace Patterns.Queues;

/// <summary>What became of a message that was sent.</summary>
public enum EnqueueOutcome
{
    /// <summary>Workers see it.</summary>
    Added,

    /// <summary>It waits until it is due.</summary>
    Delayed,

    /// <summary>It waits for its group.</summary>
    WaitingForGroup,

    /// <summary>It took the place of the message with its de-duplication id.</summary>
    Replaced,

    /// <summary>There is a message with its de-duplication id, which counts instead.</summary>
    Duplicate,

    /// <summary>The queue holds as many messages as it may; this one was refused.</summary>
    Full,
}
