namespace Patterns.Queues.Storage;

/// <summary>Which queue, or which subscription of a topic.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Group">The consumer group of its workers.</param>
/// <param name="IsShared">Whether other groups read its first lane too.</param>
internal sealed record QueueIdentity(string Name, string Group, bool IsShared);
