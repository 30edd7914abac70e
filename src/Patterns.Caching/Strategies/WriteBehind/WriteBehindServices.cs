using Microsoft.Extensions.Logging;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>What the workers on the parts of a log share.</summary>
/// <param name="Log">The log.</param>
/// <param name="Options">Its options.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="KeyPrefix">The cache, for the log lines.</param>
/// <param name="Logger">Where they go.</param>
/// <param name="TimeProvider">The clock of pauses and leases.</param>
internal sealed record WriteBehindServices(
    WriteLog Log,
    WriteBehindOptions Options,
    CacheMetrics Metrics,
    string KeyPrefix,
    ILogger Logger,
    TimeProvider TimeProvider)
{
    // The worker's options, under which pauses are drawn from several threads; a seeded Random is not safe for that.
    private readonly Lock _drawing = new();

    /// <summary>How long a write waits after so many failures.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        double pause = Options.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 40));
        double chance;
        lock (_drawing)
        {
            chance = 0.8 + (0.4 * Options.Random.NextDouble());
        }

        return TimeSpan.FromMilliseconds(Math.Min(pause, Options.MaxRetryDelay.TotalMilliseconds) * chance);
    }
}
