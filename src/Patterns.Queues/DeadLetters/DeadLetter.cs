namespace Patterns.Queues.DeadLetters;

/// <summary>A message that was given up.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="Entry">What names it among the dead letters; entries ascend with time.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Reason">Why: <c>attempts_exhausted</c>, <c>worker_lost</c>, <c>rejected</c>, <c>malformed</c>,
/// <c>unknown_type</c> or <c>unreadable</c>.</param>
/// <param name="Error">What the handler or the exception said.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="BuriedAt">When it was given up, by the clock of Redis.</param>
/// <param name="GroupKey">The message's group, or null.</param>
/// <param name="Body">The message; null if it cannot be read.</param>
/// <param name="Payload">Its bytes as they were sent.</param>
public sealed record DeadLetter<T>(
    string Entry,
    string Id,
    string Reason,
    string Error,
    int Attempts,
    DateTimeOffset BuriedAt,
    string? GroupKey,
    T? Body,
    ReadOnlyMemory<byte> Payload);
