using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Protected calls, and loading.</content>
public static partial class BaseLibrary
{
    private static int ProtectedCall(LuaCall call)
    {
        call.CheckAny(1);
        LuaThread thread = call.Thread;
        LuaFrame frame = thread.Current;
        int slot = frame.Base;
        var mark = new UnwindMark(thread, slot);
        try
        {
            thread.Call(slot, LuaThread.AllResults);
        }
        catch (Exception error) when (LuaErrors.AreCaught(error))
        {
            mark.Unwind();
            LuaValue value = LuaErrors.ValueOf(error);
            return call.State.CaughtError?.Invoke(call, value) ?? call.Return(false, value);
        }

        // The results begin where the function was; "true" goes before them, over pcall itself.
        thread.Stack[frame.Function] = true;
        return thread.Top - frame.Function;
    }

    private static int ProtectedCallWithHandler(LuaCall call)
    {
        LuaValue handler = call.CheckAny(2);
        LuaThread thread = call.Thread;
        LuaFrame frame = thread.Current;
        int slot = frame.Base + 1;
        thread.Top = slot + 1;
        thread.Stack[slot] = call[1];
        thread.Stack[frame.Base] = handler;
        var mark = new UnwindMark(thread, slot);
        try
        {
            thread.Call(slot, LuaThread.AllResults);
        }
        catch (Exception error) when (LuaErrors.AreCaught(error))
        {
            LuaValue value = mark.Handle(LuaErrors.ValueOf(error), handler);
            mark.Unwind();
            return call.Return(false, value);
        }

        thread.Stack[frame.Base] = true;
        return thread.Top - frame.Base;
    }

    private static int LoadString(LuaCall call)
    {
        LuaString source = call.CheckString(1);
        return Load(call, source.Span, call.OptionalString(2) ?? source);
    }

    private static int Load(LuaCall call)
    {
        LuaString name = call.OptionalString(2) ?? LuaString.FromText("=(load)");
        LuaFunction reader = call.CheckFunction(1);
        using var source = new MemoryStream();
        while (true)
        {
            if (!call.TryInvoke(reader, out LuaValue piece))
            {
                return call.Return(default, piece);
            }

            LuaString? text = LuaString.Empty;
            if (!piece.IsNil && !piece.TryConvertToString(out text))
            {
                return call.Return(default, call.Error("reader function must return a string").Value);
            }

            if (text.Length == 0)
            {
                return Load(call, source.GetBuffer().AsSpan(0, (int)source.Length), name);
            }

            call.CheckLength(source.Length + text.Length);
            source.Write(text.Span);
        }
    }

    private static int Load(LuaCall call, ReadOnlySpan<byte> source, LuaString name)
    {
        try
        {
            // C sees no more of the name.
            ReadOnlySpan<byte> seen = LuaNumber.UpToZero(name.Span);
            return call.Return(call.State.Load(source, seen.Length < name.Length ? LuaString.FromBytes(seen) : name));
        }
        catch (LuaException error)
        {
            return call.Return(default, error.Value);
        }
    }
}
