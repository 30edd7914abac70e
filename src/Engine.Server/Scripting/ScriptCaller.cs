using System.Text;
using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Commands;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Scripting;

/// <summary>Runs the commands that a script calls, in a session that all scripts of an engine share.</summary>
internal sealed class ScriptCaller
{
    private readonly EngineState _engine;
    private readonly ScriptRun _run;
    private readonly ScriptRequest _request = new();
    private readonly Session _session;

    public ScriptCaller(EngineState engine, ScriptRun run)
    {
        _engine = engine;
        _run = run;
        _session = new Session(0, new InternalClient(), new ChunkPool(), engine.Clock.Now)
        {
            IsAuthenticated = true, IsOfScripts = true,
        };
    }

    /// <summary>The protocol in which scripts get their replies, 2 or 3.</summary>
    public int Protocol
    {
        get => _session.Reply.Version;
        set => _session.Reply.Version = value;
    }

    /// <summary>A script of this client begins.</summary>
    public void Begin(Session client)
    {
        Protocol = 2;
        _session.Database = client.Database;
        _session.User = client.User;
    }

    /// <summary>Runs the command that the arguments spell, and gives its reply.</summary>
    public LuaValue Call(LuaCall call, out bool isError)
    {
        isError = true;
        if (call.Count == 0)
            return ScriptFields.Failure(Errors.ScriptCallsNothing);
        if (!_request.TryRead(call))
            return ScriptFields.Failure(Errors.ScriptArgumentType);
        Request request = _request.View;
        CommandSpec? command = CommandTable.Find(request);
        ReadOnlySpan<byte> refusal = WhyNot(command, request.Count);
        if (!refusal.IsEmpty)
            return ScriptFields.Failure(refusal);

        _run.HasWritten |= command!.Is(CommandFlags.Write);
        _engine.Runner.Run(_session, command, request);
        return TakeReply(call.State, out isError);
    }

    public bool IsKnownCommand(LuaCall call) => _request.TryRead(call) && CommandTable.Find(_request.View) is not null;

    private ReadOnlySpan<byte> WhyNot(CommandSpec? command, int arguments)
    {
        if (command is null)
            return Errors.ScriptCallsUnknown;
        if (!command.AcceptsCount(arguments))
            return Errors.ScriptCallArity;
        if (command.Is(CommandFlags.NoScript))
            return Errors.NotFromScript;
        if (_run.IsReadOnly && command.MayWrite)
            return Errors.ReadOnlyScript;

        // What a script has begun to write it may finish.
        if (command.Is(CommandFlags.Write) && !_run.HasWritten && _engine.Persistence.WriteRefusal is { } reason)
            return Encoding.Latin1.GetBytes(reason);
        return _run.DeniesMemory && command.Is(CommandFlags.DenyOom) ? Errors.OutOfMemory : default;
    }

    private LuaValue TakeReply(LuaState state, out bool isError)
    {
        ReplyBuffer output = _session.Output;
        ReadOnlySpan<byte> reply = output.QueuedBytes == 0 ? output.Head : output.TakeFrom(0);
        isError = reply[0] == (byte)'-';
        LuaValue value = new ReplyToLua(state, reply).Read();
        output.Clear();
        return value;
    }
}
