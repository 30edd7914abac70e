namespace Engine.Server.Commands;

/// <summary>How often one command ran, for how long, and how often it was refused or failed.</summary>
internal sealed class CommandStatistics
{
    private LatencyHistogram? _latencies;

    public long Calls { get; set; }

    public long Microseconds { get; set; }

    /// <summary>Refused before it ran.</summary>
    public long Rejected { get; set; }

    /// <summary>Ran and answered with an error.</summary>
    public long Failed { get; set; }

    /// <summary>How long the calls took; made when the first one ends, since most commands are never called.</summary>
    public LatencyHistogram Latencies => _latencies ??= new LatencyHistogram();

    public bool HasLatencies => _latencies is not null;

    public void Reset()
    {
        _latencies = null;
        Calls = 0;
        Microseconds = 0;
        Rejected = 0;
        Failed = 0;
    }
}
