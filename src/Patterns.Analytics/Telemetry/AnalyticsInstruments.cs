using System.Diagnostics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.Analytics.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class AnalyticsInstruments
{
    private const string NameTag = "patterns.analytics.name";

    private static readonly PackageTelemetry Package = new(typeof(AnalyticsInstruments).Assembly);

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.analytics");

    /// <summary>Begins the span of one operation.</summary>
    public static Activity? StartSpan(string operation, string name)
        => Package.ActivitySource.StartActivity(operation)?.SetTag(NameTag, name);
}
