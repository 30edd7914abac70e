using System.Text;
using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Access;
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
    private Session? _client;

    public ScriptCaller(EngineState engine, ScriptRun run)
    {
        _engine = engine;
        _run = run;
        _session = new Session(0, new InternalClient(), new ChunkPool(), engine.Clock.Now)
        {
            IsOfScripts = true,
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
        _session.ActFor(client);
        _client = client;
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
        CommandSpec? command = _engine.Names.Find(request);
        ReadOnlySpan<byte> refusal = WhyNot(command, request);
        if (!refusal.IsEmpty)
        {
            Refuse(command, refusal);
            return TakeReply(call.State, out isError);
        }

        _run.HasWritten |= command!.Is(CommandFlags.Write);
        _engine.Runner.Run(_session, command, request);
        return TakeReply(call.State, out isError);
    }

    /// <summary>
    /// Whether the user who runs the script may run the command that the arguments spell; or why that cannot be said.
    /// </summary>
    public bool MayCall(LuaCall call, out ReadOnlySpan<byte> refusal)
    {
        refusal = default;
        if (!_request.TryRead(call))
            refusal = Errors.ScriptArgumentType;
        else if (_engine.Names.Find(_request.View) is not { } command)
            refusal = Errors.AclCheckOfUnknown;
        else
            return _engine.Access.Check(_session.User, command, _request.View).IsNone;
        return false;
    }

    private ReadOnlySpan<byte> WhyNot(CommandSpec? command, in Request request)
    {
        if (command is null)
            return Errors.ScriptCallsUnknown;
        if (!command.AcceptsCount(request.Count))
            return Errors.ScriptCallArity;
        if (command.Is(CommandFlags.NoScript))
            return Errors.NotFromScript;
        if (!_session.User.IsUnrestricted
            && _engine.Access.CheckAndLog(_client!, command, request, DenialContext.Lua) is { IsNone: false } denial)
            return SentenceOf(denial.Reason);
        if (_run.IsReadOnly && command.MayWrite)
            return Errors.ReadOnlyScript;

        // What a script has begun to write it may finish.
        if (command.Is(CommandFlags.Write) && !_run.HasWritten)
        {
            if (_engine.Persistence.WriteRefusal is { } reason)
                return Encoding.Latin1.GetBytes(reason);
            if (_engine.Options.LacksReplicas)
                return Errors.NoReplicas;
        }

        return _run.DeniesMemory && command.Is(CommandFlags.DenyOom) ? Errors.OutOfMemory : default;
    }

    /// <summary>What is refused counts as an error, even if the script goes on.</summary>
    private void Refuse(CommandSpec? command, ReadOnlySpan<byte> refusal)
    {
        _session.Reply.Error(refusal);
        if (_session.Reply.TryTakeErrorCode(out string code))
            _engine.Statistics.CountError(code);
        if (command is not null)
            _engine.CommandStatistics[command.Index].Rejected++;
    }

    private static ReadOnlySpan<byte> SentenceOf(DenialReason reason) => reason switch
    {
        DenialReason.Command => Errors.ScriptUserDeniedCommand,
        DenialReason.Key => Errors.ScriptUserDeniedKey,
        _ => Errors.ScriptUserDeniedChannel,
    };

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
