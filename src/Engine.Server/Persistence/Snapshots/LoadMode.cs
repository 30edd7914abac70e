namespace Engine.Server.Persistence.Snapshots;

/// <summary>How a snapshot is loaded.</summary>
internal enum LoadMode
{
    /// <summary>Keys whose time has come are left out; a key that is there already is an error.</summary>
    Snapshot,

    /// <summary>As a snapshot, but its keys take the place of those that are there.</summary>
    Merge,

    /// <summary>Expired keys are loaded as well, since the commands that follow may change them.</summary>
    BaseOfLog,
}
