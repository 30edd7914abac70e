using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>
/// What scripts find when they run: the libraries, no globals but these, and nothing that they could change for the
/// scripts that come after them.
/// </summary>
internal sealed class ScriptEnvironment
{
    public ScriptEnvironment(ScriptRunner runner)
    {
        State = new LuaState { CaughtError = ReturnCaught };
        State.Watch = () => runner.Watch(State);
        ScriptLibraries.Open(State, runner.Random);
        runner.Library.Open(State);
        State.Globals[ScriptLibraries.Debug] = LuaValue.Nil;
        ErrorHandler = State.CreateFunction("__redis__err__handler", AddPlace);
    }

    public LuaState State { get; }

    /// <summary>Makes of every error a table that says where it was raised.</summary>
    public LuaFunction ErrorHandler { get; }

    /// <summary>A table of some arguments of a request.</summary>
    public LuaTable ToTable(in Request request, int from, int to)
    {
        LuaTable table = State.CreateTable(to - from, 0);
        for (int i = from; i < to; i++)
            table[i - from + 1] = State.CreateString(request[i]);
        return table;
    }

    /// <summary>Lets nothing be changed any more, and names that do not exist be errors.</summary>
    public void Protect()
    {
        Guard(State.Globals);
        if (State.StringMetatable is { } strings)
            MakeReadOnly(strings);
    }

    /// <summary>Makes a table read-only, and names that are not in it errors.</summary>
    public void Guard(LuaTable table)
    {
        var guard = new LuaTable();
        State.Register(guard, "__index", RefuseUnknown);
        table.Metatable = guard;
        MakeReadOnly(table);
    }

    public static void MakeReadOnly(LuaTable table)
    {
        if (table.IsReadOnly)
            return;
        table.IsReadOnly = true;
        if (table.Metatable is { } metatable)
            MakeReadOnly(metatable);
        LuaValue key = default;
        while (table.Next(ref key, out LuaValue value))
        {
            if (value.TryGetTable(out LuaTable? inner))
                MakeReadOnly(inner);
        }
    }

    private static int RefuseUnknown(LuaCall call)
    {
        string name = call[2].TryConvertToString(out LuaString? text) ? ScriptFailure.TextOf(text) : "";
        throw call.Error($"Script attempted to access nonexistent global variable '{name}'");
    }

    private int AddPlace(LuaCall call)
    {
        if (!call[1].TryGetTable(out LuaTable? error))
            error = ScriptFields.Failure([.. "ERR "u8, .. TextOf(call[1]).Span]);
        if (TryFindPlace(call.State, out LuaString source, out int line))
        {
            error[ScriptFields.Source] = source;
            error[ScriptFields.Line] = line;
        }

        return call.Return(error);
    }

    /// <summary>Where the error was raised; when a function of the host raised it, where that was called.</summary>
    private static bool TryFindPlace(LuaState state, out LuaString source, out int line)
    {
        bool isKnown = state.TryGetPosition(1, out source, out line);
        return isKnown && line < 0 ? state.TryGetPosition(2, out source, out line) : isKnown;
    }

    /// <summary>
    /// As in Redis, pcall returns the sentence of an error that is a table, as older scripts know it; and behind a
    /// table without a sentence whatever stands in the sentence's place.
    /// </summary>
    private static int ReturnCaught(LuaCall call, LuaValue error)
    {
        if (!error.TryGetTable(out LuaTable? table))
            return call.Return(false, error);
        LuaValue sentence = table[ScriptFields.Err];
        return !sentence.IsNil && sentence.TryConvertToString(out _)
            ? call.Return(false, sentence)
            : call.Return(false, error, sentence);
    }

    private static LuaString TextOf(LuaValue value) =>
        value.TryConvertToString(out LuaString? text) ? text : LuaString.FromText(value.ToString());
}
