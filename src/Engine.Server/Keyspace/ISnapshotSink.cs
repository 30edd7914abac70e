namespace Engine.Server.Keyspace;

/// <summary>Takes the keys of a snapshot.</summary>
internal interface ISnapshotSink
{
    /// <summary>
    /// A key as it was when the snapshot began; each comes once. The keyspace must not be changed by the call.
    /// </summary>
    /// <param name="database">The database that the key was in when the snapshot began.</param>
    /// <param name="entry">The key with its value.</param>
    void Take(int database, in Entry entry);
}
