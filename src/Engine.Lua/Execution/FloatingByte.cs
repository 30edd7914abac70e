namespace Engine.Lua.Execution;

/// <summary>
/// Sizes of tables in eight bits, eeeeexxx for (8 + x) * 2^(e - 1), rounded up. Not to save room: the rounding decides
/// about the size of a constructed table, which scripts see through <c>#</c> and the order of pairs.
/// </summary>
internal static class FloatingByte
{
    public static int Encode(int value)
    {
        int exponent = 0;
        while (value >= 16)
        {
            value = (value + 1) >> 1;
            exponent++;
        }

        return value < 8 ? value : ((exponent + 1) << 3) | (value - 8);
    }

    public static int Decode(int encoded)
    {
        int exponent = encoded >> 3;
        return exponent == 0 ? encoded : ((encoded & 7) + 8) << (exponent - 1);
    }
}
