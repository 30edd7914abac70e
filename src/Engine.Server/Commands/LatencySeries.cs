namespace Engine.Server.Commands;

/// <summary>The latest times at which something took too long, oldest first, at most one for a second.</summary>
internal sealed class LatencySeries
{
    private const int MostSamples = 160;

    private readonly Queue<LatencySample> _older = new();

    public LatencySample Latest { get; private set; }

    /// <summary>The most milliseconds ever.</summary>
    public long Worst { get; private set; }

    public IReadOnlyList<LatencySample> Samples => [.. _older, Latest];

    public void Add(long unixSeconds, long milliseconds)
    {
        Worst = Math.Max(Worst, milliseconds);
        if (Latest.UnixSeconds == unixSeconds)
        {
            Latest = new LatencySample(unixSeconds, Math.Max(Latest.Milliseconds, milliseconds));
            return;
        }

        if (Latest.UnixSeconds != 0)
            _older.Enqueue(Latest);
        if (_older.Count == MostSamples)
            _older.Dequeue();
        Latest = new LatencySample(unixSeconds, milliseconds);
    }
}
