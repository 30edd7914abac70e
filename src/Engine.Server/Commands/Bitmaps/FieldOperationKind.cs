namespace Engine.Server.Commands.Bitmaps;

/// <summary>What an operation of BITFIELD does with its integer.</summary>
internal enum FieldOperationKind
{
    Get,
    Set,
    Increment,
}
