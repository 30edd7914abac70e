using Engine.Server.Keyspace;

namespace Engine.Server.Journal;

/// <summary>
/// The road that every change takes: commands, expiry and eviction write effects into the current unit of work, and at
/// its end
/// the readers (an append-only file, replicas, tests) see them all at once.
/// </summary>
internal sealed class ChangeJournal : IEffectSink
{
    private readonly List<IJournalReader> _readers = [];
    private readonly EffectBatch _batch = new();

    public bool IsRead => _readers.Count > 0 && Targets != EffectTargets.None;

    public EffectTargets Targets { get; set; } = EffectTargets.All;

    public void Subscribe(IJournalReader reader) => _readers.Add(reader);

    public void Unsubscribe(IJournalReader reader) => _readers.Remove(reader);

    public void Begin(int database, int arguments)
    {
        if (IsRead)
            _batch.Begin(database, arguments, Targets);
    }

    public void Add(ReadOnlySpan<byte> argument)
    {
        if (IsRead)
            _batch.Add(argument);
    }

    public void Add(long argument)
    {
        if (IsRead)
            _batch.Add(argument);
    }

    /// <summary>Ends the unit of work: what it changed goes to the readers.</summary>
    public void Commit()
    {
        if (_batch.Count == 0)
            return;
        foreach (IJournalReader reader in _readers)
            reader.Committed(_batch);
        _batch.Clear();
    }
}
