using Engine.Server.Commands;
using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>What the engine holds, as snapshots tell it.</summary>
internal sealed class SnapshotSource(EngineState engine)
{
    public SnapshotHead Head(bool isBaseOfLog)
    {
        Keyspace.Keyspace keyspace = engine.Keyspace;
        var sizes = new (long, long)[keyspace.DatabaseCount];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = (keyspace[i].Count, keyspace[i].ExpiringCount);
        return new SnapshotHead(
            engine.Control.RedisVersion,
            engine.Clock.Now / 1000,
            keyspace.UsedBytes,
            isBaseOfLog,
            [.. engine.Functions.Libraries.Select(library => library.Code)],
            sizes);
    }

    public ISnapshotFormat Format(ISnapshotOutput output) =>
        new SnapshotWriter(output, engine.Keyspace);

    public SnapshotChecksum Checksum =>
        engine.Options.RdbChecksum ? SnapshotChecksum.Computed : SnapshotChecksum.Disabled;

    /// <summary>Words everything at once.</summary>
    public void WriteAll(ISnapshotFormat format, bool isBaseOfLog)
    {
        Keyspace.Keyspace keyspace = engine.Keyspace;
        format.Begin(Head(isBaseOfLog));
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            Database database = keyspace[i];
            foreach (uint handle in database)
            {
                Entry entry = database.EntryOf(handle);
                if (!SnapshotWriter.CanWrite(entry))
                    throw SnapshotWriter.TooLarge(entry);
                format.Add(i, entry);
            }
        }

        format.End();
    }
}
