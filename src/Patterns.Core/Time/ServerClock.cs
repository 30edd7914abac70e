namespace Patterns.Core.Time;

/// <summary>What the clock of Redis says, as far as it is known. Recipes that name keys after time send the keys that
/// it may be in; the script chooses by the clock itself, and its reply teaches this one.</summary>
/// <param name="timeProvider">The local clock, which is the first guess.</param>
public sealed class ServerClock(TimeProvider timeProvider)
{
    /// <summary>By how much the clock of Redis may differ from what is thought; a script that finds it farther off
    /// changes nothing, and is called again.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private long _offsetTicks;

    /// <summary>What the clock of Redis is thought to say.</summary>
    public DateTimeOffset Now => timeProvider.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Takes the time from a reply that has just come.</summary>
    /// <param name="microseconds">Since 1970.</param>
    public void Learn(long microseconds)
        => Interlocked.Exchange(
            ref _offsetTicks, (UnixTime.ToInstant(microseconds) - timeProvider.GetUtcNow()).Ticks);
}
