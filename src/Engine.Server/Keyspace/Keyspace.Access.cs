using Engine.Server.Keyspace.Eviction;

namespace Engine.Server.Keyspace;

/// <summary>
/// The 24 access bits of keys, which eviction policies look at: a time in seconds, or a frequency with a time in
/// minutes.
/// </summary>
internal sealed partial class Keyspace
{
    /// <summary>The access clock has 24 bits, and begins anew after half a year.</summary>
    public const uint AccessClockMask = 0xFFFFFF;

    private uint _minutes;

    /// <summary>The low bits of the time in seconds.</summary>
    public uint AccessClock { get; private set; }

    /// <summary>Whether the access bits are frequencies.</summary>
    public bool CountsUses { get; private set; }

    /// <summary>The access bits of a new key.</summary>
    public uint InitialAccess { get; private set; }

    /// <summary>Called once per turn of the event loop, when time may have moved, and when the policy has.</summary>
    public void TimeMoved()
    {
        AccessClock = (uint)(Clock.Now / 1000) & AccessClockMask;
        _minutes = AccessFrequency.Minutes(Clock.Now);
        CountsUses = Options.MaxMemoryPolicy.CountsUses();
        InitialAccess = CountsUses ? AccessAt(AccessFrequency.Initial) : AccessClock;
    }

    /// <summary>How long ago a key was used, unless the access bits are frequencies.</summary>
    public uint IdleSecondsOf(uint access) => (AccessClock - access) & AccessClockMask;

    /// <summary>How often a key is used, if the access bits are frequencies.</summary>
    public byte FrequencyOf(uint access) => AccessFrequency.Counter(access, _minutes, Options.LfuDecayMinutes);

    /// <summary>The access bits of a key that has this frequency now.</summary>
    public uint AccessAt(byte frequency) => AccessFrequency.Pack(_minutes, frequency);

    /// <summary>The access bits of a key that is used once more, if they are frequencies.</summary>
    public uint AccessAfterUse(uint access) =>
        AccessFrequency.Use(access, _minutes, Options.LfuDecayMinutes, Options.LfuLogFactor, Random);

    /// <summary>The access bits of a key that was not used for so many seconds.</summary>
    public uint AccessBefore(long idleSeconds)
    {
        // A time before the clock began counts as half of what it can tell, as in Redis.
        uint idle = idleSeconds <= AccessClock ? (uint)idleSeconds : (AccessClockMask >> 1) + 1;
        return (AccessClock - idle) & AccessClockMask;
    }
}
