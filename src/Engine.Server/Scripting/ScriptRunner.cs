using Engine.Lua;
using Engine.Lua.Libraries;
using Engine.Lua.Values;
using Engine.Server.Commands;
using Engine.Server.Commands.Scripting;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Scripting;

/// <summary>
/// Runs scripts and functions, one at a time, replies with what they return or how they failed, and lets other clients
/// be told when one takes long.
/// </summary>
internal sealed class ScriptRunner
{
    private readonly EngineState _engine;
    private readonly ScriptCaller _caller;

    public ScriptRunner(EngineState engine)
    {
        _engine = engine;
        Current = new ScriptRun(engine.Clock);
        _caller = new ScriptCaller(engine, Current);
        Library = new RedisLibrary(engine, _caller);
    }

    /// <summary>The table <c>redis</c> for the environments of scripts.</summary>
    public RedisLibrary Library { get; }

    public ScriptRun Current { get; }

    /// <summary>Where math.random takes its numbers, in all scripts and functions: one sequence, as in Redis.</summary>
    public Rand48 Random { get; } = new();

    /// <summary>What other clients are told now; empty while nothing keeps the engine busy.</summary>
    public ReadOnlySpan<byte> BusyError => Current switch
    {
        { IsBusy: false } => default,
        { IsFunction: true } => Errors.BusyFunction,
        _ => Errors.BusyScript,
    };

    /// <summary>Runs a callable with its arguments, unless its flags forbid it, and replies.</summary>
    public void Run(
        ref CommandContext context,
        ScriptEnvironment environment,
        ScriptIdentity script,
        bool isReadOnly,
        params ReadOnlySpan<LuaValue> arguments)
    {
        context.ChangesAreJournalled();
        _caller.Begin(context.Session);
        ActingClient acting = _engine.Tracking.Acting;
        _engine.Tracking.Acting = acting with { Author = null };
        Current.Begin(script, isReadOnly, context.Request, _engine.IsMemoryShort);
        try
        {
            LuaValue result = environment.State.CallWithHandler(script.Body, environment.ErrorHandler, arguments);
            new LuaToReply(context.Reply, _caller.Protocol).Write(result);
        }
        catch (LuaException failure)
        {
            ScriptFailure.Write(context.Reply, failure.Value, script.Name);
        }
        catch (LuaAbortException end)
        {
            if (_engine.Control.IsEnding && Current.HasWritten)
                _engine.Persistence.Forsake();
            context.Reply.Error(end.Message);
        }
        finally
        {
            Current.End();
            _engine.Tracking.Acting = acting;
            _engine.Keyspace.Effects.Targets = EffectTargets.All;
        }
    }

    /// <summary>
    /// Whether the script may run: what says of itself that it writes does not for a command that only reads, nor when
    /// memory is short. Replies with the refusal if not.
    /// </summary>
    public static bool Allows(in CommandContext context, ScriptFlags flags, bool isReadOnly)
    {
        CommandFlags needs = flags.Refine(CommandFlags.None);
        if (isReadOnly && (needs & CommandFlags.Write) != 0)
            context.Reply.Error(Errors.ScriptMayWrite);
        else if ((needs & CommandFlags.DenyOom) != 0 && context.Engine.IsMemoryShort)
            context.Reply.Error(Errors.ScriptDeniedMemory);
        else
            return true;
        return false;
    }

    /// <summary>Begins to take time; the result tells how many milliseconds have passed.</summary>
    public Func<long> StartStopwatch()
    {
        long started = _engine.Clock.Timestamp();
        return () => _engine.Clock.Microseconds(started, _engine.Clock.Timestamp()) / 1000;
    }

    /// <summary>Ends what runs.</summary>
    /// <param name="isFunction">What the caller takes it for.</param>
    public KillOutcome Kill(bool isFunction)
    {
        if (!Current.IsActive)
            return KillOutcome.NothingRuns;
        if (Current.IsFunction != isFunction)
            return KillOutcome.OtherKind;
        if (Current.HasWritten)
            return KillOutcome.HasWritten;
        Current.IsKilled = true;
        return KillOutcome.Killed;
    }

    /// <summary>Called every so often while a script runs in <paramref name="state"/>.</summary>
    public void Watch(LuaState state)
    {
        long elapsed = Current.ElapsedMilliseconds();
        if (elapsed >= _engine.Options.BusyReplyThreshold)
        {
            if (!Current.IsBusy)
                ScriptLog.Slow(_engine.Options.Logger, Current.Name, elapsed);
            Current.IsBusy = true;
            _engine.Control.ServeOthers();
        }

        if (Current.IsKilled || _engine.Control.IsEnding)
            throw new LuaAbortException(ScriptFailure.Killed(state, Current.Name));
    }
}
