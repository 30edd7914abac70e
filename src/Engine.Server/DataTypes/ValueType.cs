namespace Engine.Server.DataTypes;

/// <summary>The types of values, numbered as Redis numbers them.</summary>
internal enum ValueType : byte
{
    String = 0,
    List = 1,
    Set = 2,
    SortedSet = 3,
    Hash = 4,
    Stream = 6,
}
