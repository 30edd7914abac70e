using System.Diagnostics;
using System.Diagnostics.Metrics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.Queues.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class QueueInstruments
{
    public const string EnqueueSpan = "queue.enqueue";
    public const string HandleSpan = "queue.handle";
    public const string QueueTag = "patterns.queue.name";
    public const string MessageTag = "patterns.queue.message_id";
    public const string AttemptTag = "patterns.queue.attempt";

    private static readonly PackageTelemetry Package = new(typeof(QueueInstruments).Assembly);

    public static ActivitySource Spans { get; } = Package.ActivitySource;

    public static Counter<long> Enqueued { get; } = Package.Meter.CreateCounter<long>(
        "patterns.queue.enqueued", "{message}", "Messages that were sent, by outcome.");

    public static Counter<long> Deliveries { get; } = Package.Meter.CreateCounter<long>(
        "patterns.queue.deliveries", "{delivery}", "Messages that workers took, first or again.");

    public static Counter<long> Settled { get; } = Package.Meter.CreateCounter<long>(
        "patterns.queue.settled", "{message}", "How deliveries ended, by outcome and reason.");

    public static Histogram<double> Duration { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.queue.handling.duration", "s", "How long handlers took, failures included.");

    public static Histogram<double> Age { get; } = Package.Meter.CreateHistogram<double>(
        "patterns.queue.age", "s", "How old messages were when a worker took them, by the clock of Redis.");

    public static Gauge<long> Depth { get; } = Package.Meter.CreateGauge<long>(
        "patterns.queue.depth", "{message}", "Messages in the queue, by state.");

    public static Gauge<double> Lag { get; } = Package.Meter.CreateGauge<double>(
        "patterns.queue.lag", "s", "How long the oldest ready or pending message has been in its lane.");

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.queue");
}
