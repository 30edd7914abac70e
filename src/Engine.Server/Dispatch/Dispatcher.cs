using System.Runtime.CompilerServices;
using System.Text;
using Engine.Server.Commands;
using Engine.Server.Commands.Blocking;
using Engine.Server.Journal;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Dispatch;

/// <summary>
/// The road of every request: find the command, check whether it may run, run it, journal what it changed.
/// </summary>
internal sealed class Dispatcher(EngineState engine, ChangeJournal journal, MemoryLimit memory) : ICommandRunner
{
    private readonly Admission _admission = new(engine, memory);
    private readonly CommandNames _names = engine.Names;
    private readonly EngineClock _clock = engine.Clock;
    private readonly CommandTiming _timing = new(engine);
    private readonly KeyPrefetcher _prefetcher = new();
    private readonly CrossProtocol _crossProtocol = new(engine.Options);
    private readonly TrackingRegistry _tracking = engine.Tracking;
    private readonly ReadTracking _reads = new(engine.Tracking);

    /// <summary>
    /// A script lets other clients be served: its own unit of work is not complete, so nothing is committed, and nobody
    /// gets what it has left in keys.
    /// </summary>
    private bool _isWithinScript;

    /// <summary>Faults to inject, in tests.</summary>
    public ITrafficGate? Gate { get; set; }

    /// <summary>
    /// Runs the complete requests at the start of <paramref name="input"/>, as long as the session neither waits nor
    /// closes. Returns the number of bytes that are done with.
    /// </summary>
    public int Process(Session session, ReadOnlySpan<byte> input)
    {
        _timing.StartBatch();
        ActingClient outer = _tracking.Acting;
        _tracking.Acting = ActingClient.Running(session);
        bool wasWithinScript = _isWithinScript;
        _isWithinScript = outer.Client is not null;
        int position = 0;
        int prefetched = 0;
        while (position < input.Length && !session.IsWaiting && !session.ClosesAfterReplies)
        {
            ReadOnlySpan<byte> rest = input[position..];
            ParseStatus status = session.Parser.Parse(rest, out int consumed);
            if (status == ParseStatus.Complete)
            {
                int next = position + consumed;
                if (next >= prefetched && next < input.Length)
                    prefetched = next + _prefetcher.Prefetch(engine.Keyspace[session.Database], input[next..]);
                if (!Execute(session, session.Parser.View(rest)))
                    break;
            }
            else if (status == ParseStatus.Incomplete)
            {
                break;
            }
            else if (status == ParseStatus.Failed)
            {
                FailProtocol(session);
                position = input.Length;
                break;
            }

            position += consumed;
        }

        _tracking.Acting = outer;
        _isWithinScript = wasWithinScript;
        _timing.EndBatch();
        return position;
    }

    /// <inheritdoc/>
    public void Run(Session session, in Request request)
    {
        CommandSpec? command = Find(request, out string? refusal);
        if (command is null || refusal is not null)
            throw new InvalidOperationException("A request is looked up before it is queued.");
        Run(session, command, request);
    }

    /// <inheritdoc/>
    public void Run(Session session, CommandSpec command, in Request request)
    {
        _timing.EnterCommand();
        Invoke(session, command, request, isNested: true);
        _timing.LeaveCommand();
    }

    /// <summary>
    /// Runs a command that a file repeats: it was admitted when it was made, and is not counted or journalled again.
    /// Errors are no news either: the command had the same one then, and changed as much. Effects that the engine
    /// worded have the names of the table, whatever clients call the commands.
    /// </summary>
    public RepeatOutcome Repeat(Session session, in Request request)
    {
        CommandSpec? command = engine.Names.Find(request) ?? CommandTable.Find(request);
        if (command is null || !command.AcceptsCount(request.Count) || command.Subcommands.Length > 0)
            return RepeatOutcome.Unknown;
        var context = new CommandContext(engine, session, command, request) { IsNested = true };
        RunHandler(command, ref context);
        bool isOutOfMemory = session.Reply.TryTakeErrorCode(out string code) && code == "OOM";
        return isOutOfMemory ? RepeatOutcome.OutOfMemory : RepeatOutcome.Done;
    }

    /// <inheritdoc/>
    public bool TryServe(BlockedCommand blocked, ReadOnlySpan<byte> key)
    {
        CommandSpec command = blocked.Command;
        long started = _timing.Begin(command);
        long repliesFrom = blocked.Session.Output.Length;
        ActingClient outer = _tracking.Acting;
        _tracking.Acting = outer with { Author = blocked.Session, IsAnswering = false };
        var context = new CommandContext(engine, blocked.Session, command, blocked.Request);
        bool isServed = blocked.Serve(ref context, key);
        _tracking.Acting = outer;
        if (!isServed)
            return false;
        if (CountError(blocked.Session))
            engine.CommandStatistics[command.Index].Failed++;
        _timing.End(command, started);
        journal.Commit();
        Gate?.Answered(blocked.Session, blocked.Request, repliesFrom);
        return true;
    }

    /// <summary>Runs one request. Returns false when it has to wait and is to be brought again later.</summary>
    private bool Execute(Session session, in Request request)
    {
        session.LastInteraction = _clock.Now;
        bool isDone = Gate is null ? ExecuteNow(session, request) : ExecuteThroughGate(Gate, session, request);
        if (isDone && session.ReplyMode != ReplyMode.On)
            session.EndSkip();
        if (isDone && session.Tracking is { IsNextChosen: true } tracking)
            tracking.IsNextChosen = session.Transaction.IsOpen || IsAboutClient(session);
        return isDone;
    }

    /// <summary>CLIENT CACHING counts for what comes after it, and so after other CLIENT commands.</summary>
    private static bool IsAboutClient(Session session) =>
        session.LastCommand.StartsWith("client|", StringComparison.Ordinal);

    private bool ExecuteNow(Session session, in Request request)
    {
        CommandSpec? command = Find(request, out string? refusal);
        session.LastCommand = command?.FullName ?? "";
        if (command is null && CrossProtocol.IsRequestOf(request[0]))
        {
            _crossProtocol.TurnAway(session, _clock.Now);
            return false;
        }

        if (command is null || refusal is not null)
        {
            Reject(session, command, refusal!);
            return true;
        }

        if (_tracking.ClientCount > 0)
            _tracking.LimitKeys(engine.Options.TrackedKeysLimit);
        switch (_admission.Decide(session, command, request, out refusal))
        {
            case AdmissionDecision.Refuse:
                Reject(session, command, refusal!);
                return true;
            case AdmissionDecision.Queue:
                session.Transaction.Enqueue(request, command.MayWrite, command.Is(CommandFlags.DenyOom));
                session.Reply.Queued();
                return true;
            case AdmissionDecision.Wait:
                engine.Pause.Hold(session);
                return false;
        }

        if (_tracking.HasPostponed)
            _tracking.SendPostponed();
        Invoke(session, command, request);
        if (_tracking.HasPostponed)
            _tracking.SendPostponed();
        if (_isWithinScript)
            return true;
        journal.Commit();
        if (!engine.Keyspace.Ready.IsEmpty)
            engine.Blocked.ServeReady();
        return true;
    }

    private bool ExecuteThroughGate(ITrafficGate gate, Session session, in Request request)
    {
        switch (gate.Arriving(session, request))
        {
            case GateDecision.Hold:
                session.Wait(WaitReason.Held);
                return false;
            case GateDecision.Drop:
                return true;
            case GateDecision.Cut:
                session.Link.Abort();
                return false;
        }

        long repliesFrom = session.Output.Length;
        if (!ExecuteNow(session, request))
            return false;
        if (session.Waiting != WaitReason.Blocked)
            gate.Answered(session, request, repliesFrom);
        return true;
    }

    /// <summary>
    /// Finds the command, and the reason to refuse it when it is unknown or does not take so many arguments.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CommandSpec? Find(in Request request, out string? refusal)
    {
        refusal = null;
        CommandSpec? command = _names.Find(request[0]);
        if (command is not null && command.Subcommands.Length == 0 && command.AcceptsCount(request.Count))
            return command;
        return FindUnusual(command, request, out refusal);
    }

    private static CommandSpec? FindUnusual(CommandSpec? command, in Request request, out string? refusal)
    {
        if (command is null)
        {
            refusal = Errors.UnknownCommand(request);
            return null;
        }

        if (command.Subcommands.Length > 0 && request.Count > 1)
        {
            CommandSpec container = command;
            command = CommandTable.FindSubcommand(container, request[1]);
            if (command is null)
            {
                refusal = Errors.UnknownSubcommand(request[1], request[0]);
                return null;
            }
        }

        refusal = command.AcceptsCount(request.Count) ? null : Errors.WrongArity(command.FullName);
        return command;
    }

    private void Invoke(Session session, CommandSpec command, in Request request, bool isNested = false)
    {
        long started = _timing.Begin(command);
        long changes = engine.Keyspace.Changes;

        var context = new CommandContext(engine, session, command, request) { IsNested = isNested };
        if (!engine.Monitors.IsEmpty && command.Is(CommandFlags.SkipMonitor))
            engine.Monitors.Show(context);
        if (_tracking.ClientCount > 0)
            _reads.Begin(session, command, request);
        RunHandler(command, ref context);
        if (_tracking.ClientCount > 0)
            _reads.End(session, command, request);

        if (!engine.Monitors.IsEmpty && !command.Is(CommandFlags.SkipMonitor | CommandFlags.Admin))
            engine.Monitors.Show(context);
        if (engine.Keyspace.Changes != changes && journal.IsRead && !context.HasOwnEffect)
            Journal(session.Database, request);
        engine.Statistics.CommandsProcessed++;
        if (session.Waiting == WaitReason.Blocked)
            return;
        if (CountError(session))
            engine.CommandStatistics[command.Index].Failed++;
        long duration = _timing.End(command, started);
        if (engine.Options.LatencyThreshold > 0)
            WatchLatency(command, duration / 1000);
        if (_timing.IsSlow(duration) && !command.Is(CommandFlags.SkipSlowLog))
            engine.SlowLog.Add(context, _clock.Now / 1000, duration, engine.Options.SlowLogMaxLength);
    }

    private void WatchLatency(CommandSpec command, long milliseconds)
    {
        if (milliseconds < engine.Options.LatencyThreshold)
            return;
        string eventName = command.Is(CommandFlags.Fast) ? "fast-command" : "command";
        engine.Latency.Add(eventName, _clock.Now / 1000, milliseconds);
    }

    /// <summary>
    /// Runs the command; one that outgrows even the reserve of the heap is answered as if it had been refused.
    /// </summary>
    private static void RunHandler(CommandSpec command, ref CommandContext context)
    {
        long repliesFrom = context.Session.Output.Length;
        try
        {
            command.Handler(ref context);
        }
        catch (InsufficientMemoryException)
        {
            context.Session.Output.TakeFrom(repliesFrom);
            context.Reply.Error(Errors.OutOfMemory);
        }
    }

    private void Journal(int database, in Request request)
    {
        journal.Begin(database, request.Count);
        for (int i = 0; i < request.Count; i++)
            journal.Add(request[i]);
    }

    private void Reject(Session session, CommandSpec? command, string refusal)
    {
        session.Transaction.FailToQueue();
        if (command is not null)
            engine.CommandStatistics[command.Index].Rejected++;
        if (command is { Name: "exec" })
        {
            engine.Discard(session);
            refusal = Errors.ExecAbortedBecause(refusal);
        }

        session.Reply.Error(refusal);
        CountError(session);
    }

    /// <summary>Counts the error that was written since the last call; returns whether there was one.</summary>
    private bool CountError(Session session)
    {
        if (!session.Reply.TryTakeErrorCode(out string code))
            return false;
        engine.Statistics.CountError(code);
        return true;
    }

    private void FailProtocol(Session session)
    {
        session.Reply.Error(Encoding.Latin1.GetBytes("ERR " + session.Parser.Error));
        CountError(session);
        session.CloseAfterReplies();
    }
}
