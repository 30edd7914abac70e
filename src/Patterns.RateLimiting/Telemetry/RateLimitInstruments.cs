using System.Diagnostics;
using System.Diagnostics.Metrics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.RateLimiting.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class RateLimitInstruments
{
    public const string AcquireSpan = "rate_limit.acquire";
    public const string PolicyTag = "patterns.rate_limit.policy";
    public const string PartitionTag = "patterns.rate_limit.partition";

    private static readonly PackageTelemetry Package = new(typeof(RateLimitInstruments).Assembly);

    public static ActivitySource Spans { get; } = Package.ActivitySource;

    public static Counter<long> Decisions { get; } = Package.Meter.CreateCounter<long>(
        "patterns.rate_limit.decisions", "{decision}", "Decisions, by outcome and reason.");

    public static Counter<long> Returns { get; } = Package.Meter.CreateCounter<long>(
        "patterns.rate_limit.returns", "{permit}", "Permits given back because their caller had left, by outcome.");

    public static Counter<long> LostLeases { get; } = Package.Meter.CreateCounter<long>(
        "patterns.rate_limit.lost_leases", "{lease}", "Leases of concurrency limits that were not renewed in time.");

    public static Histogram<double> QueueDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.rate_limit.queue.duration", "s", "How long callers waited for their turn in a leaky bucket.");

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.rate_limit");
}
