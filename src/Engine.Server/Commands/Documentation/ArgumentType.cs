namespace Engine.Server.Commands.Documentation;

/// <summary>What an argument is, named as COMMAND DOCS names it.</summary>
internal enum ArgumentType
{
    String,
    Integer,
    Double,
    Key,
    Pattern,
    UnixTime,

    /// <summary>A word of the command's language that stands for itself.</summary>
    PureToken,

    /// <summary>One of its children.</summary>
    OneOf,

    /// <summary>All of its children, in turn.</summary>
    Block,
}
