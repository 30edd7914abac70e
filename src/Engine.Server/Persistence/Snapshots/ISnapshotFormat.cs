using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>Words a snapshot: the file's head, each key, the file's end.</summary>
internal interface ISnapshotFormat
{
    void Begin(SnapshotHead head);

    void Add(int database, in Entry entry);

    void End();
}
