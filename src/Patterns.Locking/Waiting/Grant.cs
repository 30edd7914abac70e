namespace Patterns.Locking.Waiting;

/// <summary>What a message says of a grant.</summary>
/// <param name="Token">Its fencing token.</param>
/// <param name="SentAt">When the last request before it was sent, by the clock of whom it was granted to.</param>
internal readonly record struct Grant(long Token, long SentAt);
