namespace Patterns.Caching.Local;

/// <summary>The level of a <see cref="RedisCache"/> that is held in the process: what it may hold, and how soon it
/// hears of changes.</summary>
public sealed class LocalLevelOptions
{
    /// <summary>How many entries it holds at most.</summary>
    /// <value>1 to 10,000,000; the default is 10,000. The least wanted entry makes room for a new one.</value>
    public int MaxEntries { get; set; } = 10_000;

    /// <summary>How many bytes its entries may have together, each counted as it stands in Redis. Objects take a few
    /// times as much in memory.</summary>
    /// <value>1,024 to 2^40; the default is 67,108,864 (64 MiB).</value>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long an entry is held before Redis is asked again, unless its own time is over before. It bounds
    /// how old a value may be if everything else that keeps the level up to date has failed.</summary>
    /// <value>1 millisecond to 1 day; the default is 30 seconds.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether Redis itself tells of changes to entries (CLIENT TRACKING), so that those by other programs are
    /// seen too. The cache then has a connection of its own to every primary, made from what the client's configuration
    /// string says: end point, user, password, TLS. It needs Redis 6, and the command CLIENT.</summary>
    /// <value>The default is false. What this process stores is dropped again when Redis tells of it, and held from the
    /// next read on.</value>
    public bool Tracking { get; set; }

    /// <summary>How often this process says that it is there, by one message to all others, so that they notice when
    /// they have missed something. A process that misses a message, or its own heartbeat, empties its level within four
    /// times this.</summary>
    /// <value>100 milliseconds to 1 minute; the default is 1 second.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1);
}
