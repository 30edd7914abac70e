namespace Patterns.Queues;

/// <summary>The answer to a message that was sent.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">The id of the message that counts: that of the first for a duplicate, and null when the queue is
/// full.</param>
public readonly record struct EnqueueResult(EnqueueOutcome Outcome, string? Id)
{
    /// <summary>Whether this message will be delivered.</summary>
    public bool IsAccepted => Outcome is not (EnqueueOutcome.Duplicate or EnqueueOutcome.Full);
}
