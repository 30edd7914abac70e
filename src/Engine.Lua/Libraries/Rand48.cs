namespace Engine.Lua.Libraries;

/// <summary>
/// The generator that POSIX names lrand48: linear congruential, modulo 2^48. The same seed gives the same sequence on
/// every machine; without one it begins as lrand48 does before srand48 is called.
/// </summary>
public sealed class Rand48 : IRandomSource
{
    private const ulong Multiplier = 0x5DEECE66D;
    private const ulong Increment = 0xB;
    private const ulong Mask = (1UL << 48) - 1;
    private const ulong LowOfSeed = 0x330E;

    private ulong _state = 0x1234ABCD330E;

    /// <inheritdoc/>
    public int NextInteger()
    {
        _state = unchecked((_state * Multiplier) + Increment) & Mask;
        return (int)(_state >> 17);
    }

    /// <inheritdoc/>
    public void Seed(int seed) => _state = ((ulong)unchecked((uint)seed) << 16) | LowOfSeed;
}
