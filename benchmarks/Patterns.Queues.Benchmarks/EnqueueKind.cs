namespace Patterns.Queues.Benchmarks;

/// <summary>One way to send messages.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Goal">How it is to compare with a bare XADD.</param>
/// <param name="Options">The options of each message.</param>
internal sealed record EnqueueKind(string Name, string Goal, Func<int, EnqueueOptions?> Options);
