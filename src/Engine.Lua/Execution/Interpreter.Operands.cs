using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>What the loop does with its references.</content>
internal static partial class Interpreter
{
    private const int LongestPlainChain = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref LuaValue Registers(LuaThread thread, LuaFrame frame)
    {
        Debug.Assert(frame.Top <= thread.Stack.Length);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(thread.Stack), frame.Base);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Instruction FirstOf(Prototype prototype) =>
        ref MemoryMarshal.GetArrayDataReference(prototype.Code);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PositionOf(Prototype prototype, ref Instruction i) =>
        (int)((nuint)Unsafe.ByteOffset(ref FirstOf(prototype), ref i) / (nuint)Unsafe.SizeOf<Instruction>());

    /// <summary>
    /// Notes where the frame stands, for errors and metamethods. It is no part of the loop, which would have to keep
    /// the start of the code at hand for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Save(LuaFrame frame, ref Instruction i) =>
        frame.NextInstruction = PositionOf(frame.Closure!.Prototype, ref i) + 1;

    // Where a register keeps its reference, or gets a number, nothing must be told to the garbage collector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref LuaValue target, ref LuaValue source)
    {
        object? reference = source.Reference;
        if (reference == TypeTag.Number)
        {
            target.Reference = TypeTag.Number;
        }
        else if (target.Reference != reference)
        {
            target.Reference = reference;
        }

        target.Double = source.Double;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref LuaValue Constant(ref LuaValue constants, int operand) =>
        ref Unsafe.Add(ref constants, operand - Operand.FirstConstant);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref LuaValue RegisterOrConstant(ref LuaValue registers, ref LuaValue constants, int operand) =>
        ref operand < Operand.FirstConstant
            ? ref Unsafe.Add(ref registers, operand)
            : ref Constant(ref constants, operand);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNumbers(ref LuaValue left, ref LuaValue right) =>
        left.Reference == TypeTag.Number && right.Reference == TypeTag.Number;

    /// <summary>
    /// Takes the jump after a test, or goes over it. A jump back is left to itself, because it asks the host first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Instruction Branch(ref Instruction i, bool taken)
    {
        ref Instruction jump = ref Unsafe.Add(ref i, 1);
        if (!taken)
        {
            return ref jump;
        }

        return ref jump.D >= 0 ? ref Unsafe.Add(ref jump, jump.D) : ref i;
    }

    /// <summary>Whether a condition is what the instruction wants: an operand that is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Holds(bool condition, int wanted) => (condition ? 1 : 0) == wanted;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Watch(LuaThread thread, LuaFrame frame, ref Instruction i)
    {
        if (--thread.UntilWatch < 0)
        {
            Save(frame, ref i);
            thread.LookAround();
        }
    }

    private static void LoadNil(ref LuaValue first, int more)
    {
        for (int i = 0; i <= more; i++)
        {
            Unsafe.Add(ref first, i) = default;
        }
    }

    /// <summary>Reads an entry of a table that needs no metamethod.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryGet(object? target, ref LuaValue key, ref LuaValue result)
    {
        if (target is not LuaTable table)
        {
            return false;
        }

        if (key.Reference == TypeTag.Number)
        {
            int index = LuaNumber.ToInt32(key.Double);
            LuaValue[] array = table.Array;
            if ((uint)(index - 1) < (uint)array.Length && index == key.Double)
            {
                ref LuaValue item = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
                if (item.Reference is not null)
                {
                    Copy(ref result, ref item);
                    return true;
                }
            }
        }

        return TryGetSlowly(table, ref key, ref result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryGetSlowly(LuaTable table, ref LuaValue key, ref LuaValue result)
    {
        // Classes are chains of tables; a chain without end is found out where errors are raised.
        for (int i = 0; i < LongestPlainChain; i++)
        {
            ref LuaValue found = ref table.Find(key);
            if (!Unsafe.IsNullRef(ref found) && found.Reference is not null)
            {
                Copy(ref result, ref found);
                return true;
            }

            LuaValue handler = Metamethods.GetFrequent(table.Metatable, Metamethod.Index);
            if (handler.Reference is null)
            {
                result = default;
                return true;
            }

            if (handler.Reference is not LuaTable next)
            {
                return false;
            }

            table = next;
        }

        return false;
    }

    /// <summary>Writes an entry of a table that needs no metamethod.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySet(object? target, ref LuaValue key, ref LuaValue value)
    {
        if (target is not LuaTable { IsReadOnly: false } table)
        {
            return false;
        }

        if (key.Reference == TypeTag.Number)
        {
            int index = LuaNumber.ToInt32(key.Double);
            LuaValue[] array = table.Array;
            if ((uint)(index - 1) < (uint)array.Length && index == key.Double)
            {
                ref LuaValue item = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
                if (item.Reference is not null || table.Metatable is null)
                {
                    Copy(ref item, ref value);
                    return true;
                }
            }
        }

        return TrySetSlowly(table, ref key, ref value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySetSlowly(LuaTable table, ref LuaValue key, ref LuaValue value)
    {
        ref LuaValue found = ref table.Find(key);
        if (!Unsafe.IsNullRef(ref found) && found.Reference is not null)
        {
            found = value;
            return true;
        }

        if (table.Metatable is not null || key.Reference is null || (key.IsNumber && double.IsNaN(key.Double)))
        {
            return false;
        }

        table.Slot(key) = value;
        return true;
    }
}
