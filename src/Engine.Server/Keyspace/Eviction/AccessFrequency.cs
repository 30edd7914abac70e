namespace Engine.Server.Keyspace.Eviction;

/// <summary>
/// How often a key is used, in the 24 access bits of its record, as Redis has them: a time in minutes (16 bits) and a
/// counter (8 bits) that grows with the logarithm of the number of uses and shrinks with the time without any.
/// </summary>
internal static class AccessFrequency
{
    /// <summary>The counter of a new key, so that it is not evicted before it had a chance to be used.</summary>
    public const byte Initial = 5;

    private const int CounterBits = 8;
    private const uint CounterMask = (1 << CounterBits) - 1;
    private const uint LastMinute = 0xFFFF;

    /// <summary>A time as the access bits have it: minutes that begin anew after 45 days.</summary>
    public static uint Minutes(long unixMilliseconds) => (uint)(unixMilliseconds / 60_000) & LastMinute;

    public static uint Pack(uint minutes, byte counter) => minutes << CounterBits | counter;

    /// <summary>The counter as of now: a step less for each period without use since it was last written.</summary>
    /// <param name="access">The access bits.</param>
    /// <param name="minutes">The time now.</param>
    /// <param name="decayMinutes">The period; 0 for no decay.</param>
    public static byte Counter(uint access, uint minutes, int decayMinutes)
    {
        uint counter = access & CounterMask;
        if (decayMinutes == 0)
            return (byte)counter;
        uint written = access >> CounterBits;
        uint elapsed = minutes >= written ? minutes - written : LastMinute - written + minutes;
        uint steps = elapsed / (uint)decayMinutes;
        return (byte)(steps > counter ? 0 : counter - steps);
    }

    /// <summary>The access bits after one more use.</summary>
    /// <param name="access">The access bits before.</param>
    /// <param name="minutes">The time now.</param>
    /// <param name="decayMinutes">As in <see cref="Counter"/>.</param>
    /// <param name="logFactor">How much rarer each further step is than the one before.</param>
    /// <param name="random">Decides whether this use makes a step.</param>
    public static uint Use(uint access, uint minutes, int decayMinutes, int logFactor, Random random)
    {
        byte counter = Counter(access, minutes, decayMinutes);
        if (counter < byte.MaxValue)
        {
            double usesPerStep = Math.Max(counter - Initial, 0) * (double)logFactor + 1;
            if (usesPerStep <= 1 || random.NextDouble() * usesPerStep < 1)
                counter++;
        }

        return Pack(minutes, counter);
    }
}
