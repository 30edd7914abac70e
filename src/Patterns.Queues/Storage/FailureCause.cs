namespace Patterns.Queues.Storage;

/// <summary>Why an attempt failed.</summary>
/// <param name="Reason">One word, for machines.</param>
/// <param name="Error">The exception or what the handler said, for people.</param>
internal readonly record struct FailureCause(string Reason, string Error);
