namespace Patterns.Locking.Benchmarks;

/// <summary>Two ways that are measured in turn.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Beside">What it is compared with.</param>
/// <param name="Callers">How many call at the same time.</param>
/// <param name="Calls">How many calls a round has.</param>
/// <param name="Ours">One call.</param>
/// <param name="Theirs">One call of the other.</param>
internal sealed record Pair(
    string Name, string Beside, int Callers, int Calls, Func<ValueTask> Ours, Func<ValueTask> Theirs);
