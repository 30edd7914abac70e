using System.Text;
using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>
/// Where functions live. Their globals are an empty table that finds names in another: while a library is loaded, in
/// one that has little more than <c>redis.register_function</c>; while a function runs, in that of all scripts.
/// </summary>
internal sealed class FunctionEnvironment
{
    private const string ChunkName = "@user_function";
    private const int LoadMilliseconds = 500;

    private static readonly LuaString Index = LuaString.FromText("__index");

    private readonly ScriptRunner _runner;
    private readonly ScriptEnvironment _scripts;
    private readonly LuaTable _lookup = new();
    private readonly LuaTable _whileRunning;
    private readonly LuaTable _whileLoading = new();
    private FunctionRegistration? _registration;

    public FunctionEnvironment(ScriptRunner runner)
    {
        _runner = runner;
        _scripts = new ScriptEnvironment(runner);
        LuaState state = _scripts.State;
        _whileRunning = state.Globals;
        OpenLoading(state);
        _scripts.Protect();
        _scripts.Guard(_whileLoading);
        _lookup[Index] = _whileRunning;
        state.Globals = new LuaTable { Metatable = _lookup };
        ScriptEnvironment.MakeReadOnly(state.Globals);
    }

    /// <summary>What functions run in.</summary>
    public ScriptEnvironment Scripts => _scripts;

    /// <summary>Runs a library's code, which registers functions. Returns null and the reason when it fails.</summary>
    public FunctionRegistration? Load(ReadOnlySpan<byte> code, out string error)
    {
        error = "";
        LuaFunction library;
        try
        {
            library = _scripts.State.Load(code, ChunkName);
        }
        catch (LuaException refusal)
        {
            error = Errors.FunctionDoesNotCompile(refusal.Message);
            return null;
        }

        return Run(library, out error);
    }

    private FunctionRegistration? Run(LuaFunction library, out string error)
    {
        error = "";
        var registration = new FunctionRegistration();
        Action? watch = _scripts.State.Watch;
        _registration = registration;
        _lookup[Index] = _whileLoading;
        _scripts.State.Watch = WatchLoading(_runner.StartStopwatch());
        try
        {
            _scripts.State.CallWithHandler(library, _scripts.ErrorHandler);
            if (!registration.IsEmpty)
                return registration;
            error = Encoding.Latin1.GetString(Errors.NoFunctionsRegistered);
        }
        catch (LuaException failure)
        {
            error = Errors.FunctionsNotRegistered(ScriptFailure.SentenceOf(failure.Value));
        }
        finally
        {
            _registration = null;
            _lookup[Index] = _whileRunning;
            _scripts.State.Watch = watch;
        }

        return null;
    }

    private static Action WatchLoading(Func<long> elapsedMilliseconds) => () =>
    {
        if (elapsedMilliseconds() > LoadMilliseconds)
            throw new LuaException(ScriptFields.Failure(Errors.FunctionLoadTimeout));
    };

    private void OpenLoading(LuaState state)
    {
        var redis = new LuaTable();
        _runner.Library.OpenForLoading(state, redis);
        state.Register(redis, "register_function", Register);
        _whileLoading["redis"] = redis;
        _scripts.Guard(redis);
    }

    private int Register(LuaCall call) =>
        _registration?.Register(call)
        ?? throw new LuaException(ScriptFields.Failure(Errors.RegisteredOutsideLoad));
}
