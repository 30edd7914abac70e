using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// The virtual machine. A case does what is frequent itself and leaves the rest to a method; calls between functions of
/// Lua stay within the loop. References into the stack are unchecked here: the compiler has reserved the registers.
/// </summary>
internal static partial class Interpreter
{
    /// <summary>Runs the thread's current frame until it returns, or yields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(LuaThread thread)
    {
    Enter:
        LuaFrame frame = thread.Frames[thread.Depth];
    Load:
        // The function itself is no local variable: it would take the place of a reference that each step needs.
        ref LuaValue constants = ref MemoryMarshal.GetArrayDataReference(frame.Closure!.Prototype.Constants);
        ref LuaValue registers = ref Registers(thread, frame);
        ref Instruction i = ref Unsafe.Add(ref FirstOf(frame.Closure.Prototype), frame.NextInstruction);
        for (; ; i = ref Unsafe.Add(ref i, 1))
        {
            ref LuaValue a = ref Unsafe.Add(ref registers, i.A);
            switch (i.Opcode)
            {
                case Opcode.Move:
                    Copy(ref a, ref Unsafe.Add(ref registers, i.B));
                    continue;
                case Opcode.LoadConstant:
                    Copy(ref a, ref Unsafe.Add(ref constants, i.D));
                    continue;
                case Opcode.LoadBoolean:
                    a.SetBoolean(i.B != 0);
                    i = ref Unsafe.Add(ref i, i.C);
                    continue;
                case Opcode.LoadNil:
                    LoadNil(ref a, i.B - i.A);
                    continue;
                case Opcode.GetUpvalue:
                    Copy(ref a, ref frame.Closure.Upvalues[i.B].Value);
                    continue;
                case Opcode.SetUpvalue:
                    Copy(ref frame.Closure.Upvalues[i.B].Value, ref a);
                    continue;
                case Opcode.GetGlobal:
                {
                    LuaString name = Unsafe.Add(ref constants, i.D).As<LuaString>();
                    ref LuaValue found = ref frame.Closure.Environment.Find(name);
                    if (!Unsafe.IsNullRef(ref found) && found.Reference is not null)
                    {
                        Copy(ref a, ref found);
                        continue;
                    }

                    Save(frame, ref i);
                    GetGlobal(thread, frame, i);
                    break;
                }

                case Opcode.SetGlobal:
                    Save(frame, ref i);
                    Indexing.Set(thread, frame.Closure.Environment, Unsafe.Add(ref constants, i.D), a, -1);
                    break;
                case Opcode.GetField:
                {
                    if (Unsafe.Add(ref registers, i.B).Reference is LuaTable table)
                    {
                        ref LuaValue found = ref table.Find(Constant(ref constants, i.C).As<LuaString>());
                        if (!Unsafe.IsNullRef(ref found) && found.Reference is not null)
                        {
                            Copy(ref a, ref found);
                            continue;
                        }
                    }

                    Save(frame, ref i);
                    GetTable(thread, frame, i, Constant(ref constants, i.C));
                    break;
                }

                case Opcode.GetTable:
                {
                    ref LuaValue key = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    if (TryGet(Unsafe.Add(ref registers, i.B).Reference, ref key, ref a))
                    {
                        continue;
                    }

                    Save(frame, ref i);
                    GetTable(thread, frame, i, key);
                    break;
                }

                case Opcode.SetField:
                {
                    ref LuaValue value = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    if (a.Reference is LuaTable { IsReadOnly: false } table)
                    {
                        ref LuaValue found = ref table.Find(Constant(ref constants, i.B).As<LuaString>());
                        if (!Unsafe.IsNullRef(ref found) && found.Reference is not null)
                        {
                            Copy(ref found, ref value);
                            continue;
                        }
                    }

                    Save(frame, ref i);
                    SetTable(thread, frame, i, Constant(ref constants, i.B), value);
                    break;
                }

                case Opcode.SetTable:
                {
                    ref LuaValue key = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue value = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    if (TrySet(a.Reference, ref key, ref value))
                    {
                        continue;
                    }

                    Save(frame, ref i);
                    SetTable(thread, frame, i, key, value);
                    break;
                }

                case Opcode.NewTable:
                    a = thread.State.Tables.Create(FloatingByte.Decode(i.B), FloatingByte.Decode(i.C));
                    continue;
                case Opcode.Self:
                {
                    ref LuaValue target = ref Unsafe.Add(ref registers, i.B);
                    ref LuaValue key = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    Copy(ref Unsafe.Add(ref a, 1), ref target);
                    if (TryGet(target.Reference, ref key, ref a))
                    {
                        continue;
                    }

                    Save(frame, ref i);
                    GetTable(thread, frame, i, key);
                    break;
                }

                case Opcode.AddConstant:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        a.SetNumber(b.Double + Constant(ref constants, i.C).Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.SubtractConstant:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        a.SetNumber(b.Double - Constant(ref constants, i.C).Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.MultiplyConstant:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        a.SetNumber(b.Double * Constant(ref constants, i.C).Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.Add:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref Unsafe.Add(ref registers, i.C);
                    if (i.C < Operand.FirstConstant && AreNumbers(ref b, ref c))
                    {
                        a.SetNumber(b.Double + c.Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.Subtract:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref Unsafe.Add(ref registers, i.C);
                    if (i.C < Operand.FirstConstant && AreNumbers(ref b, ref c))
                    {
                        a.SetNumber(b.Double - c.Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.Multiply:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref Unsafe.Add(ref registers, i.C);
                    if (i.C < Operand.FirstConstant && AreNumbers(ref b, ref c))
                    {
                        a.SetNumber(b.Double * c.Double);
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.Modulo:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    if (AreNumbers(ref b, ref c))
                    {
                        a.SetNumber(Arithmetic.Modulo(b.Double, c.Double));
                        continue;
                    }

                    goto ArithmeticSlowly;
                }

                case Opcode.Negate:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        a.SetNumber(-b.Double);
                        continue;
                    }

                    Save(frame, ref i);
                    Negate(thread, frame, i);
                    break;
                }

                case Opcode.Not:
                    a.SetBoolean(!Unsafe.Add(ref registers, i.B).IsTruthy);
                    continue;
                case Opcode.Length:
                    Save(frame, ref i);
                    Length(thread, frame, i);
                    break;
                case Opcode.Concat:
                    Save(frame, ref i);
                    Concatenation.Run(thread, frame.Base + i.B, i.C - i.B + 1);
                    registers = ref Registers(thread, frame);
                    Copy(ref Unsafe.Add(ref registers, i.A), ref Unsafe.Add(ref registers, i.B));
                    continue;
                case Opcode.Jump:
                    i = ref Unsafe.Add(ref i, i.D);
                    continue;
                case Opcode.JumpBack:
                    Watch(thread, frame, ref i);
                    i = ref Unsafe.Add(ref i, i.D);
                    continue;
                case Opcode.EqualConstant:
                {
                    // Constants have no metamethods.
                    bool same = Unsafe.Add(ref registers, i.B).Equals(Constant(ref constants, i.C));
                    i = ref Branch(ref i, Holds(same, i.A));
                    continue;
                }

                case Opcode.Equal:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    bool equal;
                    if (AreNumbers(ref b, ref c))
                    {
                        equal = b.Double == c.Double;
                    }
                    else
                    {
                        Save(frame, ref i);
                        equal = Comparison.Equals(thread, b, c);
                        registers = ref Registers(thread, frame);
                    }

                    i = ref Branch(ref i, Holds(equal, i.A));
                    continue;
                }

                case Opcode.LessThanConstant:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        i = ref Branch(ref i, Holds(b.Double < Constant(ref constants, i.C).Double, i.A));
                        continue;
                    }

                    goto case Opcode.LessThan;
                }

                case Opcode.LessThan:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    bool less;
                    if (AreNumbers(ref b, ref c))
                    {
                        less = b.Double < c.Double;
                    }
                    else
                    {
                        Save(frame, ref i);
                        less = Comparison.IsLess(thread, b, c);
                        registers = ref Registers(thread, frame);
                    }

                    i = ref Branch(ref i, Holds(less, i.A));
                    continue;
                }

                case Opcode.LessOrEqualConstant:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (b.Reference == TypeTag.Number)
                    {
                        i = ref Branch(ref i, Holds(b.Double <= Constant(ref constants, i.C).Double, i.A));
                        continue;
                    }

                    goto case Opcode.LessOrEqual;
                }

                case Opcode.LessOrEqual:
                {
                    ref LuaValue b = ref RegisterOrConstant(ref registers, ref constants, i.B);
                    ref LuaValue c = ref RegisterOrConstant(ref registers, ref constants, i.C);
                    bool lessOrEqual;
                    if (AreNumbers(ref b, ref c))
                    {
                        lessOrEqual = b.Double <= c.Double;
                    }
                    else
                    {
                        Save(frame, ref i);
                        lessOrEqual = Comparison.IsLessOrEqual(thread, b, c);
                        registers = ref Registers(thread, frame);
                    }

                    i = ref Branch(ref i, Holds(lessOrEqual, i.A));
                    continue;
                }

                case Opcode.Test:
                    i = ref Branch(ref i, Holds(a.IsTruthy, i.C));
                    continue;
                case Opcode.TestSet:
                {
                    ref LuaValue b = ref Unsafe.Add(ref registers, i.B);
                    if (Holds(b.IsTruthy, i.C))
                    {
                        Copy(ref a, ref b);
                    }

                    i = ref Branch(ref i, Holds(b.IsTruthy, i.C));
                    continue;
                }

                case Opcode.Call:
                {
                    Watch(thread, frame, ref i);
                    frame.NextInstruction = PositionOf(frame.Closure.Prototype, ref i) + 1;
                    int function = frame.Base + i.A;
                    if (i.B != 0)
                    {
                        thread.Top = function + i.B;
                    }

                    if (a.Reference is LuaClosure callee)
                    {
                        frame = thread.BeginLua(callee, function, i.C - 1);
                        goto Load;
                    }

                    switch (CallSlowly(thread, frame, function, i.C - 1))
                    {
                        case CallOutcome.Entered:
                            goto Enter;
                        case CallOutcome.Yielded:
                            return;
                    }

                    break;
                }

                case Opcode.TailCall:
                {
                    Watch(thread, frame, ref i);
                    Save(frame, ref i);
                    switch (TailCall(thread, frame, i))
                    {
                        case CallOutcome.Entered:
                            goto Enter;
                        case CallOutcome.Yielded:
                            return;
                    }

                    break;
                }

                case Opcode.ReturnOne:
                    if (frame.WantedResults == 1 && thread.OpenUpvalues is null)
                    {
                        Copy(ref Unsafe.Add(ref registers, frame.Function - frame.Base), ref a);
                        thread.Depth--;
                        if (frame.EndsRun)
                        {
                            thread.Top = frame.Function + 1;
                            return;
                        }

                        frame = frame.Caller!;
                        thread.Top = frame.Top;
                        goto Load;
                    }

                    goto case Opcode.Return;
                case Opcode.Return:
                    Return(thread, frame, i);
                    if (frame.EndsRun)
                    {
                        return;
                    }

                    goto Enter;
                case Opcode.ForLoop:
                {
                    ref LuaValue limit = ref Unsafe.Add(ref a, 1);
                    double step = Unsafe.Add(ref a, 2).Double;
                    double index = a.Double + step;
                    if (step > 0 ? index <= limit.Double : limit.Double <= index)
                    {
                        Watch(thread, frame, ref i);
                        a.Double = index;
                        Unsafe.Add(ref a, 3).SetNumber(index);
                        i = ref Unsafe.Add(ref i, i.D);
                    }

                    continue;
                }

                case Opcode.ForPrepare:
                    Save(frame, ref i);
                    PrepareFor(thread, ref a);
                    i = ref Unsafe.Add(ref i, i.D);
                    continue;
                case Opcode.TableForLoop:
                    Save(frame, ref i);
                    if (!NextEntry(thread, frame, i))
                    {
                        i = ref Unsafe.Add(ref i, 1);
                    }

                    break;
                case Opcode.SetList:
                    SetList(thread, frame, i);
                    break;
                case Opcode.Close:
                    thread.CloseUpvalues(frame.Base + i.A);
                    continue;
                case Opcode.Closure:
                    a = CreateClosure(thread, frame, ref i);
                    i = ref Unsafe.Add(ref i, frame.Closure.Prototype.Prototypes[i.D].UpvalueCount);
                    continue;
                case Opcode.Vararg:
                    Vararg(thread, frame, i);
                    break;
                default:
                    goto ArithmeticSlowly;
            }

            registers = ref Registers(thread, frame);
            continue;

        ArithmeticSlowly:
            Save(frame, ref i);
            ref LuaValue left = ref RegisterOrConstant(ref registers, ref constants, i.B);
            Calculate(thread, frame, i, left, RegisterOrConstant(ref registers, ref constants, i.C));
            registers = ref Registers(thread, frame);
        }
    }
}
