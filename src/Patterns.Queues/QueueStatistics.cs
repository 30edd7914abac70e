namespace Patterns.Queues;

/// <summary>What is in a queue.</summary>
/// <param name="Ready">Messages that no worker has taken yet.</param>
/// <param name="Pending">Messages that workers hold.</param>
/// <param name="Delayed">Messages that wait until they are due, retries included.</param>
/// <param name="WaitingForGroup">Messages that wait for others of their group.</param>
/// <param name="DeadLetters">Messages that were given up.</param>
/// <param name="OldestAge">How long the oldest ready or pending message has been in its lane.</param>
public sealed record QueueStatistics(
    long Ready, long Pending, long Delayed, long WaitingForGroup, long DeadLetters, TimeSpan OldestAge);
