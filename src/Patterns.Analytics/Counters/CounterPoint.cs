namespace Patterns.Analytics.Counters;

/// <summary>What was counted in one bucket.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Count">The sum of the increments in it.</param>
public readonly record struct CounterPoint(DateTimeOffset Start, long Count);
