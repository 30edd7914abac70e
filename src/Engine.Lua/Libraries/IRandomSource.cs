namespace Engine.Lua.Libraries;

/// <summary>Where <c>math.random</c> takes its numbers from.</summary>
public interface IRandomSource
{
    /// <summary>The next number, from 0 to 2^31 - 1, both included.</summary>
    int NextInteger();

    /// <summary>Starts the sequence that belongs to a seed.</summary>
    void Seed(int seed);
}
