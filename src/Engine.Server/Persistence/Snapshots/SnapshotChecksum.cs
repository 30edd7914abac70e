namespace Engine.Server.Persistence.Snapshots;

/// <summary>What follows the end of a snapshot.</summary>
internal enum SnapshotChecksum
{
    /// <summary>Nothing: it is a file of commands.</summary>
    Absent,

    /// <summary>Zeros, which tell readers not to look: <c>rdbchecksum no</c>.</summary>
    Disabled,

    Computed,
}
