namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A write that was accepted and that the source did not take.</summary>
/// <typeparam name="TKey">What names the value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="Id">Names it among the dead writes.</param>
/// <param name="Name">The name of the value in the cache.</param>
/// <param name="Write">The write; null if it cannot be read.</param>
/// <param name="Reason">Why: <c>rejected</c>, <c>attempts_exhausted</c> or <c>unreadable</c>.</param>
/// <param name="Error">What the source, or the serializer, said last: 1,000 characters at most.</param>
/// <param name="Attempts">How many attempts counted.</param>
/// <param name="BuriedAt">When it was given up, by the clock of Redis.</param>
public sealed record DeadWrite<TKey, TValue>(
    string Id,
    string Name,
    PendingWrite<TKey, TValue>? Write,
    string Reason,
    string Error,
    int Attempts,
    DateTimeOffset BuriedAt)
    where TKey : notnull
    where TValue : class;
