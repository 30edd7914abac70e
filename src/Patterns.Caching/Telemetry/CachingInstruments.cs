using System.Diagnostics;
using System.Diagnostics.Metrics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.Caching.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class CachingInstruments
{
    public const string GetOrSetSpan = "cache.get_or_set";
    public const string SourceSpan = "cache.source";
    public const string WriteBatchSpan = "cache.write_batch";
    public const string KeyTag = "patterns.cache.key";
    public const string PartitionTag = "patterns.cache.partition";

    private static readonly PackageTelemetry Package = new(typeof(CachingInstruments).Assembly);

    public static ActivitySource Spans { get; } = Package.ActivitySource;

    public static Counter<long> Reads { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.reads", "{read}", "Reads by callers, by what they found in Redis.");

    public static Counter<long> Joins { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.joins", "{caller}", "Callers that waited for the source call of another caller.");

    public static Counter<long> SourceCalls { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.source.calls", "{call}", "Calls of a factory, retries included.");

    public static Counter<long> SourceFailures { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.source.failures", "{failure}", "Fills that got no value from the source, by reason.");

    public static Histogram<double> SourceDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.cache.source.duration", "s", "How long the source took for one fill, failures included.");

    public static Counter<long> Fills { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.fills", "{fill}", "Values that the source gave, by whether they were stored.");

    public static Counter<long> StaleServed { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.stale", "{read}", "Reads that got a stale value, by reason.");

    public static Histogram<double> WaitDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.cache.wait.duration", "s", "How long a process waited for the fill of another.");

    public static Histogram<long> EntrySize { get; } = Package.Meter.CreateHistogram<long>(
        "patterns.cache.entry.size", "By", "Sizes of written entries, after compression and with their header.");

    public static Counter<long> LocalFlushes { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.local.flushes", "{flush}", "How often the level in the process was emptied, by reason.");

    public static Counter<long> Sessions { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.sessions", "{session}", "Sessions that began or ended by a call.");

    public static Counter<long> SessionReads { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.session.reads", "{read}", "Reads of sessions, by whether there was one.");

    public static Counter<long> HotKeys { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.hot_keys", "{key}", "Keys that became hot.");

    public static Counter<long> WriteAccepts { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.write_behind.accepts", "{write}", "Writes that the source is to get later, by outcome.");

    public static Counter<long> Writes { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.write_behind.writes", "{write}", "Accepted writes that are settled, by what became of them.");

    public static Counter<long> WriteFailures { get; } = Package.Meter.CreateCounter<long>(
        "patterns.cache.write_behind.failures", "{attempt}", "Attempts of single writes that failed.");

    public static Histogram<double> WriteBatchDuration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.cache.write_behind.batch.duration", "s", "How long the source took for a batch.");

    public static Histogram<double> WriteDelay { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.cache.write_behind.delay", "s", "How old writes were when the source got them.");

    public static Gauge<long> WritesPending { get; } = Package.Meter.CreateGauge<long>(
        "patterns.cache.write_behind.pending", "{write}", "Writes that a part of a log has, as its worker sees it.");

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.cache");
}
