using System.Buffers.Binary;
using System.Numerics;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Operations on 32-bit integers, as the library BitOp defines them.</summary>
public static class BitLibrary
{
    // Adding it leaves a whole number modulo 2^32 in the low bits of the sum, rounded half to even.
    private const double Shifter = 6755399441055744.0;
    private const int MaxHexadecimalDigits = 8;

    /// <summary>Enters the library into the globals as "bit".</summary>
    public static void Open(LuaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var library = new LuaTable();
        state.Register(library, "tobit", call => Return(call, Check(call, 1)));
        state.Register(library, "bnot", call => Return(call, ~Check(call, 1)));
        state.Register(library, "band", And);
        state.Register(library, "bor", Or);
        state.Register(library, "bxor", Xor);
        state.Register(library, "lshift", call => Return(call, Check(call, 1) << (int)Check(call, 2)));
        state.Register(library, "rshift", call => Return(call, Check(call, 1) >> (int)Check(call, 2)));
        state.Register(library, "arshift", call => Return(call, (uint)((int)Check(call, 1) >> (int)Check(call, 2))));
        state.Register(library, "rol", call =>
            Return(call, BitOperations.RotateLeft(Check(call, 1), (int)Check(call, 2))));
        state.Register(library, "ror", call =>
            Return(call, BitOperations.RotateRight(Check(call, 1), (int)Check(call, 2))));
        state.Register(library, "bswap", call => Return(call, BinaryPrimitives.ReverseEndianness(Check(call, 1))));
        state.Register(library, "tohex", ToHexadecimal);
        state.Globals["bit"] = library;
    }

    private static int Return(LuaCall call, uint bits) => call.Return(unchecked((int)bits));

    private static uint Check(LuaCall call, int index) =>
        unchecked((uint)BitConverter.DoubleToUInt64Bits(call.CheckNumber(index) + Shifter));

    // The last argument is checked first, after the first.
    private static int And(LuaCall call)
    {
        uint bits = Check(call, 1);
        for (int i = call.Count; i > 1; i--)
        {
            bits &= Check(call, i);
        }

        return Return(call, bits);
    }

    private static int Or(LuaCall call)
    {
        uint bits = Check(call, 1);
        for (int i = call.Count; i > 1; i--)
        {
            bits |= Check(call, i);
        }

        return Return(call, bits);
    }

    private static int Xor(LuaCall call)
    {
        uint bits = Check(call, 1);
        for (int i = call.Count; i > 1; i--)
        {
            bits ^= Check(call, i);
        }

        return Return(call, bits);
    }

    /// <summary>
    /// The last digits, as many as the second argument says; upper case for a negative number of them.
    /// </summary>
    private static int ToHexadecimal(LuaCall call)
    {
        uint bits = Check(call, 1);
        long wanted = call.Count < 2 ? MaxHexadecimalDigits : (int)Check(call, 2);
        string all = bits.ToString(wanted < 0 ? "X8" : "x8", System.Globalization.CultureInfo.InvariantCulture);
        int count = (int)Math.Min(Math.Abs(wanted), MaxHexadecimalDigits);
        return call.Return(LuaText.FromLatin1(all[^count..]));
    }
}
