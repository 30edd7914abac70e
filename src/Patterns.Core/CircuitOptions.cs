namespace Patterns.Core;

/// <summary>
/// When a circuit breaker opens and for how long. An open circuit refuses calls at once, which spares both the callers'
/// time and the struggling system.
/// </summary>
public sealed class CircuitOptions
{
    /// <summary>The share of failed calls, within <see cref="SamplingDuration"/>, that opens the circuit.</summary>
    /// <value>0.01 to 1; the default is 0.5. Lower values open earlier.</value>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How many calls must have been seen within <see cref="SamplingDuration"/> before the circuit may
    /// open.</summary>
    /// <value>2 to 1,000,000; the default is 20. Higher values protect a quiet system from opening over a single
    /// fault.</value>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>The window in which calls and failures are counted.</summary>
    /// <value>1 second to 1 hour; the default is 10 seconds.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the circuit stays open before one call is let through to try again.</summary>
    /// <value>500 milliseconds to 1 hour; the default is 5 seconds.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
