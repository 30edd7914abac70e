using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Arithmetic on values that are not both numbers, and the operations that C leaves to its library.</summary>
internal static class Arithmetic
{
    /// <summary>The remainder with the sign of the divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Modulo(double left, double right) => left - (Math.Floor(left / right) * right);

    public static double Compute(Opcode opcode, double left, double right) => opcode switch
    {
        Opcode.Add => left + right,
        Opcode.Subtract => left - right,
        Opcode.Multiply => left * right,
        Opcode.Divide => left / right,
        Opcode.Modulo => Modulo(left, right),
        Opcode.Power => Math.Pow(left, right),
        _ => -left,
    };

    /// <summary>Converts strings to numbers, or else asks a metamethod.</summary>
    public static LuaValue Apply(LuaThread thread, Opcode opcode, in LuaValue left, in LuaValue right)
    {
        if (left.TryConvertToNumber(out double first) && right.TryConvertToNumber(out double second))
        {
            return Compute(opcode, first, second);
        }

        Metamethod metamethod = opcode switch
        {
            Opcode.Negate => Metamethod.Negate,
            _ => Metamethod.Add + (opcode - Opcode.Add),
        };
        if (Metamethods.TryCallBinary(thread, left, right, metamethod, out LuaValue result))
        {
            return result;
        }

        return thread.RaiseArithmetic(left, right);
    }
}
