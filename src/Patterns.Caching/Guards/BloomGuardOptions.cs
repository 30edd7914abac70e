using Patterns.Core;

namespace Patterns.Caching.Guards;

/// <summary>The options of a <see cref="BloomGuard"/>. They are read once, when it is created, and must be the same in
/// every process with the same prefix.</summary>
public sealed class BloomGuardOptions
{
    /// <summary>The prefix of its keys.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is
    /// <c>guard</c>.</value>
    public string KeyPrefix { get; set; } = "guard";

    /// <summary>How many names there will be. More make wrong guesses more frequent than said.</summary>
    /// <value>100 to 100,000,000; the default is 1,000,000.</value>
    public int ExpectedNames { get; set; } = 1_000_000;

    /// <summary>How often a name that does not exist is taken for one that might.</summary>
    /// <value>0.0001 to 0.1; the default is 0.01, which takes 10 bits per name.</value>
    public double FalsePositiveRate { get; set; } = 0.01;

    /// <summary>After what time without a rebuild the filter is forgotten. A filter that is not known lets everything
    /// pass.</summary>
    /// <value>1 minute to 365 days; the default is 7 days. Rebuild it more often.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long one Redis command may take; after that everything passes.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When the guard stops asking a Redis that does not answer, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();
}
