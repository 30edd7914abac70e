using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <content>What is too long or too rare for the loop. These methods may move the stack.</content>
internal static partial class Interpreter
{
    private static void GetGlobal(LuaThread thread, LuaFrame frame, Instruction i)
    {
        LuaClosure closure = frame.Closure!;
        LuaValue result = Indexing.Get(thread, closure.Environment, closure.Prototype.Constants[i.D], -1);
        thread.Stack[frame.Base + i.A] = result;
    }

    private static void GetTable(LuaThread thread, LuaFrame frame, Instruction i, in LuaValue key)
    {
        int target = frame.Base + i.B;
        LuaValue result = Indexing.Get(thread, thread.Stack[target], key, target);
        thread.Stack[frame.Base + i.A] = result;
    }

    private static void SetTable(
        LuaThread thread, LuaFrame frame, Instruction i, in LuaValue key, in LuaValue value)
    {
        int target = frame.Base + i.A;
        Indexing.Set(thread, thread.Stack[target], key, value, target);
    }

    private static void Calculate(
        LuaThread thread, LuaFrame frame, Instruction i, in LuaValue left, in LuaValue right)
    {
        LuaValue result = left.IsNumber && right.IsNumber
            ? Arithmetic.Compute(Opcodes.Generic(i.Opcode), left.Double, right.Double)
            : Arithmetic.Apply(thread, Opcodes.Generic(i.Opcode), left, right);
        thread.Stack[frame.Base + i.A] = result;
    }

    private static void Negate(LuaThread thread, LuaFrame frame, Instruction i)
    {
        LuaValue operand = thread.Stack[frame.Base + i.B];
        LuaValue result = Arithmetic.Apply(thread, Opcode.Negate, operand, operand);
        thread.Stack[frame.Base + i.A] = result;
    }

    private static void Length(LuaThread thread, LuaFrame frame, Instruction i)
    {
        int slot = frame.Base + i.B;
        LuaValue operand = thread.Stack[slot];
        LuaValue result;
        if (operand.Reference is LuaTable table)
        {
            result = table.Length;
        }
        else if (operand.Reference is LuaString text)
        {
            result = text.Length;
        }
        else if (!Metamethods.TryCallBinary(thread, operand, default, Metamethod.Length, out result))
        {
            throw thread.TypeError(slot, "get length of");
        }

        thread.Stack[frame.Base + i.A] = result;
    }

    private static CallOutcome CallSlowly(LuaThread thread, LuaFrame frame, int function, int wantedResults)
    {
        if (thread.Stack[function].Reference is not LuaHostFunction host)
        {
            thread.InsertCallMetamethod(function);
            if (thread.Stack[function].Reference is LuaClosure closure)
            {
                thread.BeginLua(closure, function, wantedResults);
                return CallOutcome.Entered;
            }

            host = thread.Stack[function].As<LuaHostFunction>();
        }

        if (thread.CallHost(host, function, wantedResults) < 0)
        {
            return CallOutcome.Yielded;
        }

        if (wantedResults >= 0)
        {
            thread.Top = frame.Top;
        }

        return CallOutcome.Finished;
    }

    /// <summary>
    /// Gives the frame to the function that is called last; a function of the host has one of its own.
    /// </summary>
    private static CallOutcome TailCall(LuaThread thread, LuaFrame frame, Instruction i)
    {
        int function = frame.Base + i.A;
        if (i.B != 0)
        {
            thread.Top = function + i.B;
        }

        if (thread.Stack[function].Reference is not LuaFunction)
        {
            thread.InsertCallMetamethod(function);
        }

        if (thread.Stack[function].Reference is not LuaClosure closure)
        {
            return CallSlowly(thread, frame, function, LuaThread.AllResults);
        }

        thread.CloseUpvalues(frame.Base);
        int count = thread.Top - function;
        Array.Copy(thread.Stack, function, thread.Stack, frame.Function, count);
        thread.Top = frame.Function + count;
        thread.Depth--;
        (int tailCalls, bool endsRun) = (frame.TailCalls + 1, frame.EndsRun);
        LuaFrame next = thread.BeginLua(closure, frame.Function, frame.WantedResults);
        next.TailCalls = tailCalls;
        next.EndsRun = endsRun;
        return CallOutcome.Entered;
    }

    private static void Return(LuaThread thread, LuaFrame frame, Instruction i)
    {
        if (thread.OpenUpvalues is not null)
        {
            thread.CloseUpvalues(frame.Base);
        }

        int first = frame.Base + i.A;
        int count = i.B != 0 ? i.B - 1 : thread.Top - first;
        thread.Depth--;
        thread.MoveResults(frame.Function, first, count, frame.WantedResults);
        if (frame.WantedResults >= 0 && !frame.EndsRun)
        {
            thread.Top = thread.Current.Top;
        }
    }

    private static void SetList(LuaThread thread, LuaFrame frame, Instruction i)
    {
        int first = frame.Base + i.A + 1;
        int count = i.B != 0 ? i.B : thread.Top - first;
        thread.Top = frame.Top;
        LuaTable table = thread.Stack[first - 1].As<LuaTable>();
        int last = ((i.D - 1) * ListBlock.Size) + count;
        if (last > table.Array.Length)
        {
            thread.State.Tables.Enlarge(table, last);
        }

        for (int offset = count; offset > 0; offset--)
        {
            table[last--] = thread.Stack[first + offset - 1];
        }
    }

    private static LuaClosure CreateClosure(LuaThread thread, LuaFrame frame, ref Instruction i)
    {
        LuaClosure maker = frame.Closure!;
        var closure = new LuaClosure(maker.Prototype.Prototypes[i.D], maker.Environment);
        for (int upvalue = 0; upvalue < closure.Upvalues.Length; upvalue++)
        {
            Instruction source = Unsafe.Add(ref i, upvalue + 1);
            closure.Upvalues[upvalue] = source.Opcode == Opcode.GetUpvalue
                ? maker.Upvalues[source.B]
                : thread.FindUpvalue(frame.Base + source.B);
        }

        return closure;
    }

    private static void Vararg(LuaThread thread, LuaFrame frame, Instruction i)
    {
        int target = frame.Base + i.A;
        int extra = Math.Max(0, frame.Base - frame.Function - 1 - frame.Closure!.Prototype.ParameterCount);
        int wanted = i.B - 1;
        if (wanted == LuaThread.AllResults)
        {
            wanted = extra;
            if (thread.Stack.Length < target + extra + 1)
            {
                thread.GrowStack(target + extra + 1);
            }

            thread.Top = target + extra;
        }

        for (int offset = 0; offset < wanted; offset++)
        {
            thread.Stack[target + offset] = offset < extra ? thread.Stack[frame.Base - extra + offset] : default;
        }
    }
}
