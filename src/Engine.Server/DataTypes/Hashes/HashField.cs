using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Hashes;

/// <summary>A field of a hash with its value.</summary>
internal readonly ref struct HashField(PackedElement field, PackedElement value)
{
    public PackedElement Field { get; } = field;

    public PackedElement Value { get; } = value;
}
