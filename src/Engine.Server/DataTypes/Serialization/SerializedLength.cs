namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// The first byte of a length. Its top two bits say how to read it: 00 is the length itself in six bits, 01 has the
/// high bits of one of 14, 10 announces one in the bytes that follow, 11 a string in another form than its bytes.
/// </summary>
internal static class SerializedLength
{
    public const int FormBits = 0xC0;
    public const int ValueBits = 0x3F;
    public const int In14Bits = 0x40;

    /// <summary>Four bytes follow, the highest first.</summary>
    public const byte In32Bits = 0x80;

    /// <summary>Eight bytes follow, the highest first.</summary>
    public const byte In64Bits = 0x81;

    public const byte Int8 = 0xC0;
    public const byte Int16 = 0xC1;
    public const byte Int32 = 0xC2;

    /// <summary>The compressed length, the length, and the bytes in <see cref="Lzf"/> follow.</summary>
    public const byte Compressed = 0xC3;
}
