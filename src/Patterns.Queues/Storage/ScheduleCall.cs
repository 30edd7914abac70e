namespace Patterns.Queues.Storage;

/// <summary>One look at a recurring message.</summary>
/// <param name="Name">The schedule with its expression.</param>
/// <param name="Occurrence">The occurrence that is expected next, in milliseconds since 1970.</param>
/// <param name="Following">The one after it.</param>
/// <param name="Priority">The message's priority.</param>
internal readonly record struct ScheduleCall(string Name, long Occurrence, long Following, QueuePriority Priority);
