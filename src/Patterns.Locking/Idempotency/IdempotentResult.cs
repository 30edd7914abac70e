namespace Patterns.Locking.Idempotency;

/// <summary>The result of a guarded operation.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="Outcome">Where it comes from.</param>
/// <param name="Value">The result; the default if there is none, because the operation is in flight.</param>
public readonly record struct IdempotentResult<T>(IdempotentOutcome Outcome, T? Value);
