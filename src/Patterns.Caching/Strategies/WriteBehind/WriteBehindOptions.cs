namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The options of a <see cref="WriteBehindCache{TKey, TValue}"/>. They are read once, when it is created, and
/// must be the same in every process with the same cache and name.</summary>
public sealed class WriteBehindOptions
{
    /// <summary>The name of the log, which becomes a part of the keys of its entries.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is
    /// <c>writes</c>.</value>
    public string Name { get; set; } = "writes";

    /// <summary>In how many parts the log is kept. Each lies on one slot of a cluster and has one worker at a time, so
    /// that the writes of a key keep their order.</summary>
    /// <value>1 to 256; the default is 4. Change it only while nothing is pending.</value>
    public int Partitions { get; set; } = 4;

    /// <summary>How many writes the source gets in one call at most.</summary>
    /// <value>1 to 10,000; the default is 200.</value>
    public int BatchSize { get; set; } = 200;

    /// <summary>How long writes wait for others that share their batch, and how often a worker looks for new
    /// ones.</summary>
    /// <value>1 millisecond to 1 hour; the default is 100 milliseconds.</value>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether of several writes of a key in one batch the source gets the last alone.</summary>
    /// <value>The default is true. If false, the source gets every one of them, in order, in batches of their
    /// own.</value>
    public bool Coalesce { get; set; } = true;

    /// <summary>How many writes may wait in all parts of the log together, with those that were given up; each part
    /// takes its share. Further ones are refused.</summary>
    /// <value>100 to 100,000,000; the default is 100,000. They take memory in Redis.</value>
    public int MaxPending { get; set; } = 100_000;

    /// <summary>How often a write is tried before it becomes a dead write. An attempt does not count while other writes
    /// wait and none succeeds: then it is the source that fails.</summary>
    /// <value>1 to 1,000; the default is 20, which is about a quarter of an hour.</value>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>How long a write waits after its first failure; each further pause is twice as long, give or take a
    /// fifth.</summary>
    /// <value>1 millisecond to 1 hour; the default is 200 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two attempts.</summary>
    /// <value>1 millisecond to 1 day, and not below <see cref="RetryDelay"/>; the default is 1 minute.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After what time another worker takes over from one that has died.</summary>
    /// <value>500 milliseconds to 10 minutes; the default is 10 seconds. A living worker renews it.</value>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call of the source may take.</summary>
    /// <value>1 millisecond to 1 hour; the default is 30 seconds.</value>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How entries are stored.</summary>
    /// <value>Null, the default, means the cache's own options.</value>
    public CacheEntryOptions? Entry { get; set; }

    /// <summary>The tags that all entries get.</summary>
    /// <value>The default is none; up to 32, of 1 to 256 characters. They cost each write a further round trip.</value>
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    /// <summary>Where the chance in pauses comes from.</summary>
    /// <value>The default is an instance with a seed of its own, different in each process.</value>
    public Random Random { get; set; } = new();
}
