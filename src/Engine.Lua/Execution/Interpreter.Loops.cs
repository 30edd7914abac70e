using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>What loops do before they begin and between two turns.</content>
internal static partial class Interpreter
{
    private static void PrepareFor(LuaThread thread, ref LuaValue index)
    {
        ref LuaValue limit = ref Unsafe.Add(ref index, 1);
        ref LuaValue step = ref Unsafe.Add(ref index, 2);
        ToNumber(thread, ref index, "initial value");
        ToNumber(thread, ref limit, "limit");
        ToNumber(thread, ref step, "step");
        index.Double -= step.Double;
    }

    private static void ToNumber(LuaThread thread, ref LuaValue value, string role)
    {
        if (!value.TryConvertToNumber(out double number))
        {
            throw thread.ErrorHere($"'for' {role} must be a number");
        }

        value.SetNumber(number);
    }

    /// <summary>Calls an iterator for the next entry; the jump back to the body follows when there is one.</summary>
    private static bool NextEntry(LuaThread thread, LuaFrame frame, Instruction i)
    {
        int generator = frame.Base + i.A;
        int results = generator + 3;
        if (thread.Stack[generator].Reference is LuaHostFunction { Iterator: not IteratorKind.Unknown } known
            && thread.CanEnterHostCall
            && TryTraverse(known.Iterator, thread.Stack.AsSpan(generator + 1, i.C + 2), out bool found))
        {
            return found;
        }

        for (int offset = 0; offset < 3; offset++)
        {
            thread.Stack[results + offset] = thread.Stack[generator + offset];
        }

        thread.Top = results + 3;
        thread.Call(results, i.C);
        thread.Top = frame.Top;
        LuaValue first = thread.Stack[results];
        if (first.IsNil)
        {
            return false;
        }

        thread.Stack[generator + 2] = first;
        return true;
    }

    /// <summary>
    /// Does what next or the iterator of ipairs does, without calling it. The slots are the table, the last key, and
    /// the variables.
    /// </summary>
    /// <returns>Whether it could; otherwise the iterator has to be called, if only for its error.</returns>
    private static bool TryTraverse(IteratorKind iterator, Span<LuaValue> slots, out bool found)
    {
        found = false;
        LuaValue value;
        if (slots[0].Reference is not LuaTable table)
        {
            return false;
        }

        if (iterator == IteratorKind.NextIndex)
        {
            if (!slots[1].IsNumber)
            {
                return false;
            }

            int index = LuaNumber.ToInt32(slots[1].Double) + 1;
            value = table[index];
            found = !value.IsNil;
            slots[1].Double = index;
        }
        else
        {
            if (!table.TryFindPosition(slots[1], out int position))
            {
                return false;
            }

            found = table.MoveNext(position, ref slots[1], out value);
        }

        slots[2] = found ? slots[1] : default;
        if (slots.Length > 3)
        {
            slots[3] = value;
            slots[4..].Clear();
        }

        return true;
    }
}
