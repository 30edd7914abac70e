namespace Engine.Server.DataTypes.Bitmaps;

/// <summary>What BITOP does with the bits of its sources.</summary>
internal enum BitwiseOperation
{
    None,
    And,
    Or,
    Xor,
    Not,
}
