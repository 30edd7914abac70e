namespace Patterns.Queues;

/// <summary>What a de-duplication id means.</summary>
public enum DeduplicationMode
{
    /// <summary>No second message with the id as long as the first is neither handled nor a dead letter.</summary>
    WhileQueued,

    /// <summary>No second message with the id within the window after the first, handled or not. This makes it safe to
    /// send again when the outcome of a call is unknown.</summary>
    Throttle,

    /// <summary>The message waits for the window; one with the same id that comes meanwhile takes its place, and the
    /// window begins anew.</summary>
    Debounce,
}
