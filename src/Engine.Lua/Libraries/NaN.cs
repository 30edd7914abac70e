namespace Engine.Lua.Libraries;

/// <summary>
/// What is not a number, by its sign, which tostring shows. The runtime's own constant is the negative one.
/// </summary>
internal static class NaN
{
    public const double Negative = double.NaN;

    // No constant: a compiler that negates NaN leaves it as it is.
    public static readonly double Positive = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);
}
