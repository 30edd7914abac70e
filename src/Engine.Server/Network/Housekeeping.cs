using Engine.Server.Commands;
using Engine.Server.Dispatch;
using Engine.Server.Keyspace;

namespace Engine.Server.Network;

/// <summary>
/// The work that is due several times a second whether or not clients send anything. What it changes is committed at
/// the end of each round.
/// </summary>
internal sealed class Housekeeping(EngineState engine, ClientLimits limits, MemoryLimit memory, Action commit)
{
    private const int RehashBucketsPerRound = 10_000;
    private const int KeysReclaimedPerTurn = 5_000;

    private long _nextRound;
    private long _nextClientCheck;

    public ExpiryCycle Expiry { get; } = new(engine.Keyspace);

    /// <summary>Runs what is due. Returns the milliseconds until more is.</summary>
    public int Run()
    {
        long now = engine.Clock.Now;
        engine.Pause.EndWhenOver(now);
        engine.Blocked.EndOverdue(now);
        limits.EvictClients();
        if (now >= _nextRound)
        {
            long started = engine.Clock.Timestamp();
            Expiry.Run(engine.Options.Hertz);
            engine.WatchLatency("expire-cycle", started);
            RunRound(now);
        }

        if (memory.IsUnfinished)
            memory.MakeRoom();
        if (engine.Keyspace.Reclaim(KeysReclaimedPerTurn) || memory.IsUnfinished)
            return 0;

        // A clock that was set back must not stop the work for as long.
        int period = 1000 / engine.Options.Hertz;
        long due = Math.Min(_nextRound, engine.Blocked.NextDeadline);
        if (engine.Pause.IsOn)
            due = Math.Min(due, engine.Pause.Until);
        return (int)Math.Clamp(due - now, 0, period);
    }

    /// <summary>Runs everything that is due however long it takes, after a virtual clock moved.</summary>
    public void RunToEnd()
    {
        engine.Pause.EndWhenOver(engine.Clock.Now);
        engine.Blocked.EndOverdue(engine.Clock.Now);
        Expiry.RunToEnd();
        limits.EvictClients();
        while (memory.IsUnfinished)
            memory.MakeRoom();
        while (engine.Keyspace.Reclaim(KeysReclaimedPerTurn))
            continue;
        _nextClientCheck = 0;
        RunRound(engine.Clock.Now);
    }

    private void RunRound(long now)
    {
        _nextRound = now + 1000 / engine.Options.Hertz;
        for (int i = 0; i < engine.Keyspace.DatabaseCount; i++)
            engine.Keyspace[i].RehashStep(RehashBucketsPerRound);
        engine.Statistics.Rates.Sample(now, engine.Statistics);
        engine.Statistics.PeakMemory = Math.Max(engine.Statistics.PeakMemory, engine.UsedMemory);
        if (now >= _nextClientCheck || _nextClientCheck > now + 1000)
        {
            _nextClientCheck = now + 1000;
            limits.CheckAll();
        }

        commit();

        // Those who waited for more in a stream that has expired are told.
        engine.Blocked.ServeReady();
    }
}
