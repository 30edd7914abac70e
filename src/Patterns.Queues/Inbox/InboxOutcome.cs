namespace Patterns.Queues.Inbox;

/// <summary>What an inbox did with a message.</summary>
public enum InboxOutcome
{
    /// <summary>The effect has happened now.</summary>
    Done,

    /// <summary>The effect had happened before; nothing was done.</summary>
    AlreadyDone,

    /// <summary>Somebody else is at it, or died at it less than <see cref="InboxOptions.Claim"/> ago; nothing was done.
    /// Hand the message back until later: attempts would be used up before the claim is over.</summary>
    InProgress,
}
