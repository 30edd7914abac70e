using System.Diagnostics;
using System.Diagnostics.Metrics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.Locking.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class LockInstruments
{
    private const string NameTag = "patterns.lock.name";

    private static readonly PackageTelemetry Package = new(typeof(LockInstruments).Assembly);

    public static Counter<long> Requests { get; } = Package.Meter.CreateCounter<long>(
        "patterns.lock.requests", "{request}", "Requests for locks, by how they ended.");

    public static Histogram<double> WaitDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.lock.wait.duration", "s", "How long callers waited for the answer, by what it was.");

    public static Histogram<double> HoldDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.lock.hold.duration", "s", "How long locks were held before they were released.");

    public static Counter<long> Losses { get; } = Package.Meter.CreateCounter<long>(
        "patterns.lock.losses", "{lock}", "Locks that were lost while they were held, by reason.");

    public static Counter<long> Releases { get; } = Package.Meter.CreateCounter<long>(
        "patterns.lock.releases", "{lock}", "Locks that were released, by what Redis knew of them.");

    public static Counter<long> Renewals { get; } = Package.Meter.CreateCounter<long>(
        "patterns.lock.renewals", "{batch}", "Batches of renewals, by whether Redis answered.");

    public static Counter<long> Wakeups { get; } = Package.Meter.CreateCounter<long>(
        "patterns.lock.wakeups", "{message}", "Messages that told a waiting caller of its turn.");

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.lock");

    /// <summary>Begins the span of one request.</summary>
    public static Activity? StartSpan(string operation, string name)
        => Package.ActivitySource.StartActivity(operation)?.SetTag(NameTag, name);
}
