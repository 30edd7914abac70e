namespace Patterns.RateLimiting.Tests.Models;

/// <summary>One step of random traffic.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Amount">How many permits, how long a pause, or which limit.</param>
internal sealed record TrafficStep(TrafficKind Kind, int Amount);

internal enum TrafficKind
{
    Acquire,
    Peek,
    Charge,
    Pause,
    ChangeLimit,
}
