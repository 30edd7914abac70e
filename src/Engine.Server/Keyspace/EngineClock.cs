namespace Engine.Server.Keyspace;

/// <summary>
/// The engine's time, taken from one <see cref="TimeProvider"/>: read once per turn of the event loop and moved forward
/// by the timestamps that are taken between commands anyway, so that no command pays for reading the wall clock.
/// </summary>
internal sealed class EngineClock
{
    private readonly TimeProvider _provider;
    private readonly double _millisecondsPerTick;
    private readonly double _microsecondsPerTick;
    private long _baseMilliseconds;
    private long _baseTimestamp;

    public EngineClock(TimeProvider provider)
    {
        _provider = provider;
        _millisecondsPerTick = 1e3 / provider.TimestampFrequency;
        _microsecondsPerTick = 1e6 / provider.TimestampFrequency;
        Refresh();
    }

    /// <summary>Unix time in milliseconds as of the current command.</summary>
    public long Now { get; private set; }

    /// <summary>A monotonic reading; differences go to <see cref="Microseconds"/>.</summary>
    public long Timestamp() => _provider.GetTimestamp();

    /// <summary>Unix time in microseconds, read from the provider now.</summary>
    public long ReadMicroseconds() =>
        (_provider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public long Microseconds(long fromTimestamp, long toTimestamp) =>
        (long)((toTimestamp - fromTimestamp) * _microsecondsPerTick);

    public long Nanoseconds(long fromTimestamp, long toTimestamp) =>
        (long)((toTimestamp - fromTimestamp) * _microsecondsPerTick * 1000);

    /// <summary>Reads the wall clock, which may have been set forwards or back.</summary>
    public void Refresh()
    {
        _baseMilliseconds = _provider.GetUtcNow().ToUnixTimeMilliseconds();
        _baseTimestamp = _provider.GetTimestamp();
        Now = _baseMilliseconds;
    }

    /// <summary>Moves <see cref="Now"/> to the moment of <paramref name="timestamp"/>.</summary>
    public void AdvanceTo(long timestamp) =>
        Now = _baseMilliseconds + (long)((timestamp - _baseTimestamp) * _millisecondsPerTick);
}
