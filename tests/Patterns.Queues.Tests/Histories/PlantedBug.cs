namespace Patterns.Queues.Tests.Histories;

/// <summary>A known mistake of queues, to see the checker catch it.</summary>
public enum PlantedBug
{
    None,

    /// <summary>
    /// A failed message is acknowledged first and added again afterwards; the worker dies in between.
    /// </summary>
    AcknowledgeBeforeAdding,

    /// <summary>A worker takes over what a living one is at.</summary>
    TakeFromTheLiving,
}
