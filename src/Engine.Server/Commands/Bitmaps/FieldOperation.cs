using Engine.Server.DataTypes.Bitmaps;

namespace Engine.Server.Commands.Bitmaps;

/// <summary>One operation of BITFIELD.</summary>
/// <param name="Kind">What to do with the integer.</param>
/// <param name="Field">Which integer.</param>
/// <param name="Operand">The value to set or to add.</param>
/// <param name="Overflow">What to do when the result does not fit.</param>
internal readonly record struct FieldOperation(
    FieldOperationKind Kind, IntegerField Field, long Operand, OverflowMode Overflow)
{
    public bool IsWrite => Kind != FieldOperationKind.Get;
}
