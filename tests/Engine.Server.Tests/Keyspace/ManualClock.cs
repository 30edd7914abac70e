namespace Engine.Server.Tests.Keyspace;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _stepped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How much time passes, on the clock that measures durations, whenever it is read.</summary>
    public TimeSpan TimestampStep { get; set; }

    public void Advance(TimeSpan time) => _now += time;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => (_now + (_stepped += TimestampStep)).Ticks;
}
