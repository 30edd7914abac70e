namespace Engine.Server.DataTypes.Serialization;

/// <summary>How a node of a serialized list holds its elements.</summary>
internal static class SerializedNode
{
    /// <summary>One element as it is.</summary>
    public const long Plain = 1;

    /// <summary>Elements in a listpack.</summary>
    public const long Packed = 2;
}
