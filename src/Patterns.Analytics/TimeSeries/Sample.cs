namespace Patterns.Analytics.TimeSeries;

/// <summary>One value of a series.</summary>
/// <param name="At">When it came in, by the clock of Redis, to the millisecond.</param>
/// <param name="Value">The value.</param>
public readonly record struct Sample(DateTimeOffset At, double Value);
