using Engine.Server.Commands;
using Engine.Server.Keyspace;
using Engine.Server.Keyspace.Eviction;
using Microsoft.Extensions.Logging;

namespace Engine.Server.Dispatch;

/// <summary>
/// Keeps the memory in use below maxmemory: before each command, and between commands as long as something is left to
/// evict, keys are deleted as the policy says.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="commit">Ends a unit of the journal: each key is evicted for itself.</param>
internal sealed partial class MemoryLimit(EngineState engine, Action commit)
{
    private const int StepsBetweenLooks = 16;
    private const int ElementsPerStep = 16;
    private const long TooLittle = 1024 * 1024;

    private readonly KeyEviction _eviction = new(engine.Keyspace);
    private long _limit;

    /// <summary>Time ran out before enough had been evicted: it is to go on between commands.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>
    /// Evicts what is too much, as far as there is time, and says by <see cref="EngineState.IsOverMaxMemory"/> whether
    /// nothing more could be evicted.
    /// </summary>
    public void MakeRoom()
    {
        IsUnfinished = false;
        bool isEnough = !MayEvict() || engine.UsedMemory <= engine.Options.MaxMemory;
        engine.IsOverMaxMemory = !isEnough && !TryEvict();
        CountTime(isEnough || (!engine.IsOverMaxMemory && !IsUnfinished));
    }

    /// <summary>The settings changed, or are those at the start.</summary>
    public void ApplyOptions()
    {
        long limit = engine.Options.MaxMemory;
        if (limit != _limit && limit > 0)
        {
            if (limit < TooLittle)
                LimitIsSmall(engine.Options.Logger, limit);
            if (limit < engine.UsedMemory)
                LimitIsExceeded(engine.Options.Logger, limit, engine.UsedMemory);
        }

        _limit = limit;
        IsUnfinished = limit > 0;
        if (limit > 0)
            return;
        engine.IsOverMaxMemory = false;
        CountTime(isBelow: true);
    }

    /// <summary>Nothing is evicted while nothing may change, nor within a script.</summary>
    private bool MayEvict() =>
        engine.Options.MaxMemory > 0
        && !engine.Pause.IsOn
        && !engine.Persistence.IsLoading
        && engine.Scripts.BusyError.IsEmpty;

    /// <summary>
    /// Returns false when there is nothing left to evict. Otherwise there is enough room, or no time.
    /// </summary>
    private bool TryEvict()
    {
        EngineClock clock = engine.Clock;
        long started = clock.Timestamp();
        long budget = TimeLimit(engine.Options.EvictionTenacity);
        bool hasMore = true;
        for (int step = 1; hasMore && engine.UsedMemory > engine.Options.MaxMemory; step++)
        {
            hasMore = TryStep();
            IsUnfinished = hasMore && step % StepsBetweenLooks == 0
                && clock.Microseconds(started, clock.Timestamp()) > budget;
            if (IsUnfinished)
                break;
        }

        IsUnfinished &= engine.UsedMemory > engine.Options.MaxMemory;
        engine.WatchLatency("eviction-cycle", started);
        return hasMore;
    }

    /// <summary>Gives back memory of what was deleted before, or else deletes a key.</summary>
    private bool TryStep()
    {
        if (engine.Keyspace.Unreclaimed > 0)
        {
            engine.Keyspace.Reclaim(ElementsPerStep);
            return true;
        }

        // Keys that only a snapshot needs go before those that clients do.
        if (engine.Keyspace.Snapshot is { HasFlushed: true } snapshot)
        {
            snapshot.TakeFlushed();
            return true;
        }

        if (!_eviction.TryPick(out Database database, out uint handle))
            return false;
        long started = engine.Clock.Timestamp();
        database.Evict(handle);
        engine.WatchLatency("eviction-del", started);
        commit();
        return true;
    }

    private void CountTime(bool isBelow)
    {
        ServerStatistics statistics = engine.Statistics;
        if (!isBelow)
        {
            statistics.OverMaxMemorySince ??= engine.Clock.Timestamp();
        }
        else if (statistics.OverMaxMemorySince is { } since)
        {
            statistics.OverMaxMemoryMicroseconds += engine.Clock.Microseconds(since, engine.Clock.Timestamp());
            statistics.OverMaxMemorySince = null;
        }
    }

    /// <summary>Microseconds for which keys may be evicted before a command runs, as in Redis.</summary>
    private static long TimeLimit(int tenacity)
    {
        const int MostLinear = 10;
        const double Growth = 1.15;
        if (tenacity <= MostLinear)
            return 50 * tenacity;
        return tenacity < 100 ? (long)(500 * Math.Pow(Growth, tenacity - MostLinear)) : long.MaxValue;
    }

    [LoggerMessage(5201, LogLevel.Warning,
        "You specified a maxmemory value that is less than 1MB (current value is {Limit} bytes). "
        + "Are you sure this is what you really want?")]
    private static partial void LimitIsSmall(ILogger logger, long limit);

    [LoggerMessage(5202, LogLevel.Warning,
        "The new maxmemory value ({Limit}) is smaller than the current memory usage ({Used}). Keys are "
        + "evicted or writes refused, depending on the maxmemory-policy.")]
    private static partial void LimitIsExceeded(ILogger logger, long limit, long used);
}
