namespace Engine.Server.Commands;

/// <summary>What took longer than latency-monitor-threshold, by kind of event, for LATENCY.</summary>
internal sealed class LatencyMonitor
{
    private readonly SortedDictionary<string, LatencySeries> _series = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, LatencySeries> Series => _series;

    public void Add(string eventName, long unixSeconds, long milliseconds)
    {
        if (!_series.TryGetValue(eventName, out LatencySeries? series))
            _series.Add(eventName, series = new LatencySeries());
        series.Add(unixSeconds, milliseconds);
    }

    /// <summary>The samples of an event; null for none.</summary>
    public LatencySeries? Find(string eventName) => _series.GetValueOrDefault(eventName);

    public bool Reset(string eventName) => _series.Remove(eventName);
}
