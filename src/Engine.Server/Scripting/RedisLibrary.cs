using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Commands;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The table <c>redis</c>, by which scripts reach the engine.</summary>
internal sealed class RedisLibrary(EngineState engine, ScriptCaller caller)
{
    private static readonly string[] LogLevels = ["debug", "verbose", "notice", "warning"];

    /// <summary>
    /// Enters the table into the globals of a state, its fields in the order of Redis, on which the order of pairs
    /// depends.
    /// </summary>
    public void Open(LuaState state)
    {
        var redis = new LuaTable();
        state.Register(redis, "call", call => Call(call, raisesErrors: true));
        state.Register(redis, "pcall", call => Call(call, raisesErrors: false));
        OpenForLoading(state, redis);
        state.Register(redis, "setresp", SetProtocol);
        state.Register(redis, "sha1hex", HashOf);
        state.Register(redis, "error_reply", ErrorReply);
        state.Register(redis, "status_reply", StatusReply);
        state.Register(redis, "set_repl", SetReplication);
        redis["REPL_NONE"] = (int)EffectTargets.None;
        redis["REPL_AOF"] = (int)EffectTargets.AppendOnlyFile;
        redis["REPL_SLAVE"] = (int)EffectTargets.Replicas;
        redis["REPL_REPLICA"] = (int)EffectTargets.Replicas;
        redis["REPL_ALL"] = (int)EffectTargets.All;
        state.Register(redis, "acl_check_cmd", CheckAccess);
        state.Globals["redis"] = redis;
    }

    /// <summary>Adds to the table what scripts have of it and functions have not.</summary>
    public static void OpenForScripts(LuaState state)
    {
        if (!state.Globals["redis"].TryGetTable(out LuaTable? redis))
            return;
        state.Register(redis, "breakpoint", call => call.Return(false));
        state.Register(redis, "debug", call => call.Return());
        state.Register(redis, "replicate_commands", call => call.Return(true));
    }

    /// <summary>Enters what libraries of functions may use while they are loaded.</summary>
    public void OpenForLoading(LuaState state, LuaTable redis)
    {
        state.Register(redis, "log", Log);
        for (int level = 0; level < LogLevels.Length; level++)
            redis["LOG_" + LogLevels[level].ToUpperInvariant()] = level;
        string version = engine.Control.RedisVersion;
        redis["REDIS_VERSION_NUM"] = VersionNumber(Version.Parse(version));
        redis["REDIS_VERSION"] = LuaValue.FromText(version);
    }

    private static int VersionNumber(Version version) => version.Major << 16 | version.Minor << 8 | version.Build;

    /// <summary>redis.call and redis.pcall: an error is raised, or returned as a table.</summary>
    private int Call(LuaCall call, bool raisesErrors)
    {
        LuaValue result = caller.Call(call, out bool isError);
        if (isError && raisesErrors)
            throw new LuaException(result);
        return call.Return(result);
    }

    [SuppressMessage("Security", "CA5350", Justification = "SHA1 is what the function is for; it protects nothing.")]
    private static int HashOf(LuaCall call)
    {
        if (call.Count != 1)
            throw Failed(Errors.WrongArgumentCount);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        // As in Redis, what is no text counts as an empty one.
        SHA1.HashData(call[1].TryConvertToString(out LuaString? text) ? text.Span : default, hash);
        return call.Return(LuaValue.FromText(Convert.ToHexStringLower(hash)));
    }

    private static int ErrorReply(LuaCall call)
    {
        if (call.Count != 1 || !call[1].TryGetString(out LuaString? text))
            return call.Return(ScriptFields.Failure(Errors.WrongArgumentType));
        return call.Return(ScriptFields.WordedFailure(text.Span));
    }

    private static int StatusReply(LuaCall call)
    {
        if (call.Count != 1 || !call[1].TryGetString(out LuaString? text))
            return call.Return(ScriptFields.Failure(Errors.WrongArgumentType));
        return call.Return(ScriptFields.Single(ScriptFields.Ok, text));
    }

    private int Log(LuaCall call)
    {
        if (call.Count < 2)
            throw Failed(Errors.LogNeedsTwoArguments);
        if (!call[1].TryGetNumber(out double level))
            throw Failed(Errors.LogLevelNotANumber);
        if (level < 0 || level >= LogLevels.Length)
            throw Failed(Errors.UnknownLogLevel);
        var words = new List<string>();
        for (int i = 2; i <= call.Count; i++)
        {
            if (call[i].TryConvertToString(out LuaString? word))
                words.Add(word.ToString());
        }

        ScriptLog.Write(engine.Options.Logger, (int)level, string.Join(' ', words));
        return call.Return();
    }

    private int SetProtocol(LuaCall call)
    {
        if (call.Count != 1)
            throw Failed(Errors.SetRespNeedsOneArgument);
        if (!call[1].TryConvertToNumber(out double version) || (int)version is not (2 or 3))
            throw Failed(Errors.UnknownScriptProtocol);
        caller.Protocol = (int)version;
        return call.Return();
    }

    private int SetReplication(LuaCall call)
    {
        if (call.Count != 1)
            throw Failed(Errors.SetReplicationNeedsTwoArguments);
        // As in Redis, what is no number counts as zero.
        var targets = call[1].TryConvertToNumber(out _) ? (EffectTargets)call.CheckInt32(1) : EffectTargets.None;
        if ((targets & ~EffectTargets.All) != 0)
            throw Failed(Errors.UnknownReplicationTargets);
        engine.Keyspace.Effects.Targets = targets;
        return call.Return();
    }

    private int CheckAccess(LuaCall call)
    {
        if (call.Count == 0)
            throw Failed(Errors.ScriptCallsNothing);
        bool mayCall = caller.MayCall(call, out ReadOnlySpan<byte> refusal);
        return refusal.IsEmpty ? call.Return(mayCall) : throw Failed(refusal);
    }

    private static LuaException Failed(ReadOnlySpan<byte> reason) => new(ScriptFields.Failure(reason));
}
