using System.Runtime.CompilerServices;
using Engine.Server.Commands;
using Engine.Server.Keyspace;

namespace Engine.Server.Dispatch;

/// <summary>
/// Takes the time that commands need, for INFO commandstats and the slow log. Reading the clock costs a good part of
/// what a brief command does, so successive calls of the same brief command are timed together: their sum is exact, and
/// only a run of them that took longer than the slow log's threshold cannot tell which of them it was; a threshold
/// below a millisecond times each for itself.
/// </summary>
internal sealed class CommandTiming(EngineState engine)
{
    private const int LongestRun = 16;
    private const long ThresholdForRuns = 1000;

    private readonly EngineClock _clock = engine.Clock;
    private CommandSpec? _run;
    private int _runLength;
    private long _timestamp;
    private bool _usesRuns;

    /// <summary>How many commands the running one is inside of.</summary>
    private int _depth;

    /// <summary>Time is taken from here on: requests of a client have arrived.</summary>
    public void StartBatch()
    {
        long threshold = engine.Options.SlowLogThreshold;
        _usesRuns = threshold is < 0 or >= ThresholdForRuns && engine.Options.LatencyThreshold == 0;
        _timestamp = _clock.Timestamp();
    }

    /// <summary>
    /// Whether the slow log keeps a command that took so many microseconds, by the settings that it left behind.
    /// </summary>
    public bool IsSlow(long microseconds)
    {
        // A negative threshold, which is never reached, is unsigned the largest one.
        return (ulong)microseconds >= (ulong)engine.Options.SlowLogThreshold;
    }

    public void EndBatch()
    {
        if (_run is not null)
            EndRun();
    }

    /// <summary>
    /// What runs until <see cref="LeaveCommand"/> runs inside of the current command: at one moment in time, so that no
    /// key expires between two commands of a transaction.
    /// </summary>
    public void EnterCommand() => _depth++;

    public void LeaveCommand() => _depth--;

    /// <summary>A command starts. Returns the timestamp from which its time counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Begin(CommandSpec command)
    {
        if (_run is not null && !ReferenceEquals(_run, command))
            EndRun();
        return _timestamp;
    }

    /// <summary>
    /// The command ended. Returns its duration in microseconds, 0 while a run of brief commands goes on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long End(CommandSpec command, long started)
    {
        if (_usesRuns && command.IsBrief)
        {
            _run = command;
            if (++_runLength < LongestRun)
                return 0;
        }
        else if (_run is not null)
        {
            // Commands that ran within this one, as those of a transaction.
            EndRun();
        }

        return Take(command, started);
    }

    private long Take(CommandSpec command, long started)
    {
        _timestamp = _clock.Timestamp();
        if (_depth == 0)
            _clock.AdvanceTo(_timestamp);
        long duration = _clock.Microseconds(started, _timestamp);
        CommandStatistics statistics = engine.CommandStatistics[command.Index];
        int calls = Math.Max(_runLength, 1);
        statistics.Calls += calls;
        statistics.Microseconds += duration;
        if (engine.Options.LatencyTracking)
            statistics.Latencies.Record(_clock.Nanoseconds(started, _timestamp) / calls, calls);
        _run = null;
        _runLength = 0;
        return duration;
    }

    private void EndRun() => Take(_run!, _timestamp);
}
