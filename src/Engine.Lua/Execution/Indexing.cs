using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Reads and writes of any value by key, with metamethods.</summary>
internal static class Indexing
{
    private const int MaxChain = 100;

    /// <param name="thread">The thread that reads.</param>
    /// <param name="target">What is indexed.</param>
    /// <param name="key">The key.</param>
    /// <param name="slot">Where the stack holds the target, for the error's name of it; negative for nowhere.</param>
    public static LuaValue Get(LuaThread thread, LuaValue target, in LuaValue key, int slot)
    {
        for (int i = 0; i < MaxChain; i++)
        {
            LuaValue handler;
            if (target.Reference is LuaTable table)
            {
                ref LuaValue found = ref table.Find(key);
                if (!Unsafe.IsNullRef(ref found) && !found.IsNil)
                {
                    return found;
                }

                handler = Metamethods.GetFrequent(table.Metatable, Metamethod.Index);
                if (handler.IsNil)
                {
                    return default;
                }
            }
            else
            {
                handler = Metamethods.Get(thread.State, target, Metamethod.Index);
                if (handler.IsNil)
                {
                    throw thread.IndexError(target, slot);
                }
            }

            if (handler.Reference is LuaFunction)
            {
                return thread.Invoke(handler, [target, key]);
            }

            target = handler;
            slot = -1;
        }

        throw thread.ErrorHere("loop in gettable");
    }

    public static void Set(LuaThread thread, LuaValue target, in LuaValue key, in LuaValue value, int slot)
    {
        for (int i = 0; i < MaxChain; i++)
        {
            LuaValue handler;
            if (target.Reference is LuaTable table)
            {
                ref LuaValue found = ref table.Find(key);
                bool exists = !Unsafe.IsNullRef(ref found) && !found.IsNil;
                handler = exists ? default : Metamethods.GetFrequent(table.Metatable, Metamethod.NewIndex);
                if (handler.IsNil)
                {
                    SetRaw(thread, table, key, value);
                    return;
                }
            }
            else
            {
                handler = Metamethods.Get(thread.State, target, Metamethod.NewIndex);
                if (handler.IsNil)
                {
                    throw thread.IndexError(target, slot);
                }
            }

            if (handler.Reference is LuaFunction)
            {
                thread.Invoke(handler, [target, key, value]);
                return;
            }

            target = handler;
            slot = -1;
        }

        throw thread.ErrorHere("loop in settable");
    }

    /// <summary>Sets an entry without metamethods; refuses what no table takes.</summary>
    public static void SetRaw(LuaThread thread, LuaTable table, in LuaValue key, in LuaValue value)
    {
        thread.CheckWritable(table);
        if (key.IsNil)
        {
            throw thread.ErrorHere("table index is nil");
        }

        if (key.IsNumber && double.IsNaN(key.Double))
        {
            throw thread.ErrorHere("table index is NaN");
        }

        LuaValue kept = value;
        table.Slot(key) = kept;
    }
}
