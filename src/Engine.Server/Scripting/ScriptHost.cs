using Engine.Lua.Values;
using Engine.Server.Commands;
using Engine.Server.Commands.Scripting;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The scripts of EVAL: compiled once, kept by their hash, run with the globals KEYS and ARGV.</summary>
internal sealed class ScriptHost : IScriptHost
{
    private const int FirstKey = 3;

    private static readonly LuaString KeysName = LuaString.FromText("KEYS");
    private static readonly LuaString ArgumentsName = LuaString.FromText("ARGV");

    private readonly ScriptRunner _runner;
    private readonly ScriptCache _cache = new();
    private ScriptEnvironment _environment;

    public ScriptHost(ScriptRunner runner)
    {
        _runner = runner;
        _environment = CreateEnvironment();
    }

    public ReadOnlySpan<byte> BusyError => _runner.BusyError;

    public int ScriptCount => _cache.Count;

    public long ScriptBytes => _cache.SourceBytes;

    public void Evaluate(ref CommandContext context, int keyCount, bool isReadOnly)
    {
        if (_cache.Find(_environment.State, context[1], out string error) is { } script)
            Run(ref context, script, keyCount, isReadOnly);
        else
            context.Reply.Error(error);
    }

    public void EvaluateByHash(ref CommandContext context, int keyCount, bool isReadOnly)
    {
        if (_cache.TryFind(context[1], out ScriptIdentity? script))
            Run(ref context, script, keyCount, isReadOnly);
        else
            context.Reply.Error(Errors.NoScript);
    }

    public CommandFlags RefineFlags(in Request request, CommandFlags flags, bool isByHash)
    {
        if (isByHash)
            return _cache.TryFind(request[1], out ScriptIdentity? kept) ? kept.Flags.Refine(flags) : flags;
        if (_cache.TryFindSource(request[1], out ScriptIdentity? known))
            return known.Flags.Refine(flags);
        return Shebang.Read(request[1], out ScriptFlags stated, out _) >= 0 ? stated.Refine(flags) : flags;
    }

    public string? Load(ReadOnlySpan<byte> source, out string error) =>
        _cache.Find(_environment.State, source, out error)?.Name;

    public bool Contains(ReadOnlySpan<byte> hash) => _cache.TryFind(hash, out _);

    public void Flush()
    {
        _cache.Clear();
        _environment = CreateEnvironment();
    }

    public KillOutcome Kill() => _runner.Kill(isFunction: false);

    private ScriptEnvironment CreateEnvironment()
    {
        var environment = new ScriptEnvironment(_runner);
        RedisLibrary.OpenForScripts(environment.State);
        environment.State.Globals["__redis__err__handler"] = environment.ErrorHandler;
        SetArguments(environment, default, 0);
        environment.Protect();
        return environment;
    }

    private void Run(ref CommandContext context, ScriptIdentity script, int keyCount, bool isReadOnly)
    {
        if (!ScriptRunner.Allows(context, script.Flags, isReadOnly))
            return;
        // What a script creates ends with it: it can write to nothing but its own tables, KEYS and ARGV among them.
        ScriptEnvironment environment = _environment;
        environment.State.BeginRegion();
        try
        {
            SetArguments(environment, context.Request, keyCount);
            _runner.Run(ref context, environment, script, isReadOnly);
        }
        finally
        {
            environment.State.EndRegion();
        }
    }

    private static void SetArguments(ScriptEnvironment environment, in Request request, int keyCount)
    {
        int behindKeys = Math.Min(FirstKey + keyCount, request.Count);
        LuaTable globals = environment.State.Globals;
        globals[KeysName] = environment.ToTable(request, Math.Min(FirstKey, request.Count), behindKeys);
        globals[ArgumentsName] = environment.ToTable(request, behindKeys, request.Count);
    }
}
