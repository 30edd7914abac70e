namespace Engine.Server.Commands;

/// <summary>What a command replies when its key does not exist.</summary>
internal enum MissingReply
{
    Zero,
    Null,
    NullArray,
    EmptyArray,
    EmptyMap,
    EmptySet,
}
