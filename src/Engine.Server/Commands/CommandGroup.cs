namespace Engine.Server.Commands;

/// <summary>The groups of COMMAND DOCS; their wire names are these in lower case, with hyphens.</summary>
internal enum CommandGroup
{
    Generic,
    String,
    List,
    Set,
    SortedSet,
    Hash,
    PubSub,
    Transactions,
    Connection,
    Server,
    Scripting,
    HyperLogLog,
    Cluster,
    Sentinel,
    Geo,
    Stream,
    Bitmap,
}
