using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Integers in any base from 2 to 36, as strtoul reads them.</summary>
internal static class IntegerText
{
    /// <summary>Reads white space, a sign, "0x" in base 16, digits, white space, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int radix, out double number)
    {
        ReadOnlySpan<byte> rest = LuaNumber.Trim(LuaNumber.UpToZero(text));
        bool negative = rest.StartsWith("-"u8);
        if (negative || rest.StartsWith("+"u8))
        {
            rest = rest[1..];
        }

        if (radix == 16 && rest.Length > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x' && DigitOf(rest[2]) < radix)
        {
            rest = rest[2..];
        }

        ulong value = 0;
        bool overflow = false;
        foreach (byte character in rest)
        {
            int digit = DigitOf(character);
            if (digit >= radix)
            {
                number = 0;
                return false;
            }

            UInt128 next = ((UInt128)value * (uint)radix) + (uint)digit;
            overflow |= next > ulong.MaxValue;
            value = (ulong)next;
        }

        // A minus negates without sign; what does not fit is the largest integer.
        number = overflow ? ulong.MaxValue : negative ? 0 - value : value;
        return !rest.IsEmpty;
    }

    private static int DigitOf(byte character) => (char)character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => int.MaxValue,
    };
}
