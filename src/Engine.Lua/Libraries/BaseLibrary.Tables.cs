using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Traversal, metatables, environments and proxies.</content>
public static partial class BaseLibrary
{
    private static void RegisterIterators(LuaState state, LuaTable globals)
    {
        var next = new LuaHostFunction("next", Next, globals) { Iterator = IteratorKind.Next };
        globals["next"] = next;
        var nextIndex = new LuaHostFunction("ipairs_iterator", NextIndex, globals)
        {
            Iterator = IteratorKind.NextIndex,
        };
        state.Register(globals, "pairs", call => call.Return(next, call.CheckTable(1), default));
        state.Register(globals, "ipairs", call => call.Return(nextIndex, call.CheckTable(1), 0));
    }

    private static int Next(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        LuaValue key = call[2];
        try
        {
            return table.Next(ref key, out LuaValue value) ? call.Return(key, value) : call.Return(default(LuaValue));
        }
        catch (ArgumentException)
        {
            throw new LuaException("invalid key to 'next'");
        }
    }

    private static int NextIndex(LuaCall call)
    {
        int index = call.CheckInt32(2) + 1;
        LuaValue value = call.CheckTable(1)[index];
        return value.IsNil ? call.Return() : call.Return(index, value);
    }

    private static int GetMetatable(LuaCall call)
    {
        LuaTable? metatable = call.State.MetatableOf(call.CheckAny(1));
        if (metatable is null)
        {
            return call.Return(default(LuaValue));
        }

        LuaValue shown = metatable[Metamethods.NameOf(Metamethod.Protected)];
        return call.Return(shown.IsNil ? metatable : shown);
    }

    private static int SetMetatable(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        LuaValue metatable = call[2];
        if (!metatable.IsNil && !metatable.TryGetTable(out _) || call.Count < 2)
        {
            throw call.Error(2, "nil or table expected");
        }

        if (table.Metatable is { } old && !old[Metamethods.NameOf(Metamethod.Protected)].IsNil)
        {
            throw call.Error("cannot change a protected metatable");
        }

        call.Thread.CheckWritable(table);
        table.Metatable = metatable.Reference as LuaTable;
        return call.Return(table);
    }

    private static int GetEnvironment(LuaCall call)
    {
        LuaFunction? function = FunctionArgument(call, optional: true);
        return call.Return(function is LuaClosure closure ? closure.Environment : call.State.Globals);
    }

    private static int SetEnvironment(LuaCall call)
    {
        LuaTable environment = call.CheckTable(2);
        LuaFunction? function = FunctionArgument(call, optional: false);
        if (call[1].IsNumber && call[1].Double == 0)
        {
            // Level 0 is the environment of the thread, which new chunks get.
            call.State.Globals = environment;
            return call.Return();
        }

        if (function is not LuaClosure closure)
        {
            throw call.Error("'setfenv' cannot change environment of given object");
        }

        closure.Environment = environment;
        return call.Return(closure);
    }

    /// <summary>The function that an argument is, or that runs at the level it names.</summary>
    private static LuaFunction? FunctionArgument(LuaCall call, bool optional)
    {
        if (call[1].TryGetFunction(out LuaFunction? function))
        {
            return function;
        }

        int level = optional ? unchecked((int)call.OptionalInteger(1, 1)) : call.CheckInt32(1);
        if (level < 0)
        {
            throw call.Error(1, "level must be non-negative");
        }

        LuaThread thread = call.Thread;
        int depth = thread.FindLevel(level);
        if (depth == 0)
        {
            throw call.Error(1, "invalid level");
        }

        if (depth < 0)
        {
            throw call.Error($"no function environment for tail call at level {level}");
        }

        return (LuaFunction)thread.Stack[thread.Frames[depth].Function].Reference!;
    }

    private static void RegisterProxies(LuaState state, LuaTable globals)
    {
        var proxies = new HashSet<LuaTable>();
        state.Register(globals, "newproxy", call =>
        {
            LuaValue model = call[1];
            var proxy = new LuaUserdata(null);
            if (model.Reference is LuaUserdata { Metatable: { } shared } && proxies.Contains(shared))
            {
                proxy.Metatable = shared;
            }
            else if (model.Type == LuaType.Boolean && model.IsTruthy)
            {
                proxy.Metatable = new LuaTable();
                proxies.Add(proxy.Metatable);
            }
            else if (model.IsTruthy)
            {
                throw call.Error(1, "boolean or proxy expected");
            }

            return call.Return(proxy);
        });
    }
}
