namespace Patterns.Queues.Inbox;

/// <summary>What an inbox did with a message.</summary>
public enum InboxOutcome
{
    /// <summary>The effect has happened now.</summary>
    Done,

    /// <summary>The effect had happened before; nothing was done.</summary>
    AlreadyDone,

    /// <summary>Somebody else is at it; nothing was done. Try again later.</summary>
    InProgress,
}
