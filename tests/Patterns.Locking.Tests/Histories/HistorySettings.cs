using Patterns.Locking.Leases;
using Patterns.Locking.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Histories;

/// <summary>What a history runs: our code, or a faulty variant of it.</summary>
internal sealed record HistorySettings
{
    public HistoryKind Kind { get; init; }

    public int Steps { get; init; } = 120;

    /// <summary>How many processes want the lock: with few of them it is free more often.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>How many of a hundred locks are renewed.</summary>
    public int RenewalPercent { get; init; } = 50;

    public Func<TimeProvider, LeaseClock> NewClock { get; init; } = static time => new LeaseClock(time);

    public LockScripts Scripts { get; init; } = LockScripts.Default;

    /// <summary>Makes another lock altogether.</summary>
    public Func<IDatabase, TimeSpan, ILocks>? NewLocks { get; init; }
}
