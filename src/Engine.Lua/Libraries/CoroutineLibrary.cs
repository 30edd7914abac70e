using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Coroutines.</summary>
public static class CoroutineLibrary
{
    /// <summary>Enters the library into the globals as "coroutine".</summary>
    public static void Open(LuaState state)
    {
        // The order of pairs is PUC Lua's where keys enter in its order a table of its size.
        var library = new LuaTable(0, 6);
        state.Register(library, "create", call => call.Return(Create(call)));
        state.Register(library, "resume", Resume);
        state.Register(library, "running", Running);
        state.Register(library, "status", Status);
        state.Register(library, "wrap", Wrap);
        state.Register(library, "yield", Yield);
        state.Globals["coroutine"] = library;
    }

    private static LuaThread Create(LuaCall call) => call[1].Reference is LuaClosure body
        ? LuaThread.Create(call.State, body)
        : throw call.Error(1, "Lua function expected");

    private static int Resume(LuaCall call)
    {
        LuaThread coroutine = CheckCoroutine(call);
        if (TryResume(call, coroutine, 2, out int count, out LuaValue error))
        {
            call.Push(true);
            PushResults(call, coroutine, count);
            return count + 1;
        }

        return call.Return(false, error);
    }

    private static int Wrap(LuaCall call)
    {
        LuaThread coroutine = Create(call);
        return call.Return(call.State.CreateFunction("wrap", inner =>
        {
            if (TryResume(inner, coroutine, 1, out int count, out LuaValue error))
            {
                PushResults(inner, coroutine, count);
                return count;
            }

            throw error.TryConvertToString(out LuaString? text)
                ? inner.Error(LuaText.Latin1(text.Span))
                : new LuaException(error);
        }));
    }

    private static bool TryResume(
        LuaCall call, LuaThread coroutine, int firstArgument, out int count, out LuaValue error)
    {
        count = 0;
        if (coroutine.Status != CoroutineStatus.Suspended)
        {
            error = LuaText.FromLatin1($"cannot resume {Name(coroutine.Status)} coroutine");
            return false;
        }

        LuaThread resumer = call.Thread;
        int given = Math.Max(0, call.Count - firstArgument + 1);
        int first = resumer.Current.Base + firstArgument - 1;
        try
        {
            count = coroutine.Resume(resumer, resumer.Stack.AsSpan(first, given));
        }
        catch (Exception caught) when (LuaErrors.AreCaught(caught))
        {
            resumer.Regain();
            error = LuaErrors.ValueOf(caught);
            return false;
        }

        error = default;
        return true;
    }

    private static void PushResults(LuaCall call, LuaThread coroutine, int count)
    {
        if (!call.HasRoom(count))
        {
            throw call.Error("too many results to resume");
        }

        for (int i = coroutine.Top - count; i < coroutine.Top; i++)
        {
            call.Push(coroutine.Stack[i]);
        }

        coroutine.Top -= count;
    }

    private static int Yield(LuaCall call)
    {
        call.Thread.CheckYield();
        return LuaThread.Yield;
    }

    private static int Status(LuaCall call) => call.Return(LuaValue.FromText(Name(CheckCoroutine(call).Status)));

    private static int Running(LuaCall call) =>
        call.Return(call.Thread == call.State.MainThread ? default(LuaValue) : call.Thread);

    private static LuaThread CheckCoroutine(LuaCall call) =>
        call[1].Reference as LuaThread ?? throw call.Error(1, "coroutine expected");

    private static string Name(CoroutineStatus status) => status switch
    {
        CoroutineStatus.Suspended => "suspended",
        CoroutineStatus.Running => "running",
        CoroutineStatus.Normal => "normal",
        _ => "dead",
    };
}
