namespace Patterns.Queues.Worker;

/// <summary>A job of the crash tests.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Kind">What handling it does.</param>
public sealed record Job(int Number, JobKind Kind);
