using Engine.Server.DataTypes;
using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>All databases of one engine and what they share: the heap, the clock, the sink for effects.</summary>
internal sealed partial class Keyspace
{
    private readonly Database[] _databases;
    private readonly DiscardedKeys _discarded = new();
    private readonly DiscardedValues _discardedValues = new();

    public Keyspace(
        int databases, EngineClock clock, IEffectSink effects, Random random, EngineOptions? options = null)
    {
        Options = options ?? new EngineOptions();
        Clock = clock;
        Effects = effects;
        Random = random;
        Heap = new PageHeap(Options.HeapPages);
        HashSeed = (ulong)random.NextInt64();
        Values = new ValueStore(Heap, Options.Encodings, HashSeed, random);
        Tables = new TableBudget { HasRoom = HasRoom };
        _databases = new Database[databases];
        for (int i = 0; i < databases; i++)
            _databases[i] = new Database(this, i);
        TimeMoved();
    }

    /// <summary>The settings in force.</summary>
    public EngineOptions Options { get; }

    public PageHeap Heap { get; }

    public ValueStore Values { get; }

    /// <summary>What the tables of all databases take.</summary>
    public TableBudget Tables { get; }

    public EngineClock Clock { get; }

    public IEffectSink Effects { get; }

    /// <summary>Where events of keys go to; the composition root sets it.</summary>
    public IKeyEventSink? Events { get; set; }

    /// <summary>Who tells clients that keep copies of values; null while no client does.</summary>
    public IKeyTracker? Tracker { get; set; }

    /// <summary>Where times go to that deletions took; the composition root sets it.</summary>
    public ILatencySink? Latency { get; set; }

    public Random Random { get; }

    public ulong HashSeed { get; }

    /// <summary>Keys to serve to those who waited for them.</summary>
    public ReadyKeys Ready { get; } = new();

    public KeyspaceStatistics Statistics { get; } = new();

    /// <summary>Changes since the engine started; whoever saves remembers the number it saved.</summary>
    public long Changes { get; set; }

    /// <summary>Expiry stands still while writes are paused: nothing may change then.</summary>
    public bool IsExpiryPaused { get; set; }

    /// <summary>Whether expired keys are deleted for which nobody asks; DEBUG SET-ACTIVE-EXPIRE says so.</summary>
    public bool IsActiveExpiryEnabled { get; set; } = true;

    /// <summary>
    /// Files are being loaded: no key expires meanwhile, since what follows in the file may say otherwise of it.
    /// </summary>
    public bool IsLoading { get; set; }

    /// <summary>The snapshot that is being taken, or null.</summary>
    public KeyspaceSnapshot? Snapshot { get; set; }

    public int DatabaseCount => _databases.Length;

    public Database this[int index] => _databases[index];

    /// <summary>Bytes of keys, values and tables.</summary>
    public long UsedBytes => Heap.UsedBytes + Values.ManagedBytes + Tables.Bytes;

    /// <summary>
    /// Keys and values that were deleted and whose memory is still to be given back by <see cref="Reclaim"/>.
    /// </summary>
    public long Unreclaimed => _discarded.Count + _discardedValues.Count;

    /// <summary>
    /// Deletes all keys of one database. When it was the only one with keys, that takes no time however many there
    /// were. Keys that a snapshot has still to read take memory until it has.
    /// </summary>
    /// <param name="isLazy">Their memory is given back later, by <see cref="Reclaim"/>.</param>
    public void Flush(int index, bool isLazy)
    {
        Database database = _databases[index];
        bool isAlone = _databases.All(other => other == database || other.Count == 0);
        database.AllModified();
        database.AllLeaving();
        Tracker?.AllRemoved();
        if (database.TryLeaveToSnapshot())
            return;
        if (isAlone && MayDropAll)
            DropAll();
        else if (isLazy)
            Discard(database.TakeKeys());
        else
            database.Clear();
    }

    /// <summary>
    /// Deletes all keys of all databases, in no time. Keys that a snapshot has still to read take memory until it has.
    /// </summary>
    public void FlushAll()
    {
        foreach (Database database in _databases)
        {
            database.AllModified();
            database.AllLeaving();
        }

        Tracker?.AllRemoved();
        foreach (Database database in _databases)
            database.TryLeaveToSnapshot();
        if (MayDropAll)
            DropAll();
        else
            Array.ForEach(_databases, database => Discard(database.TakeKeys()));
    }

    /// <summary>Takes keys that are in no database any more, whose memory <see cref="Reclaim"/> gives back.</summary>
    public void Discard(HandleTable<RecordKeys> keys) => _discarded.Add(keys);

    /// <summary>
    /// Gives back the memory of some deleted keys and elements of deleted values. Returns false when nothing is left to
    /// be given back.
    /// </summary>
    public bool Reclaim(int elements)
    {
        long before = Unreclaimed;
        if (before == 0)
            return false;
        _discardedValues.Release(elements);
        if (_discardedValues.Count == 0)
            _discarded.Free(elements, _databases[0].FreeDiscarded);
        Statistics.LazilyFreed += before - Unreclaimed;
        return Unreclaimed > 0;
    }

    /// <summary>
    /// Frees the value of a key that is gone: at once, or a large one by <see cref="Reclaim"/>.
    /// </summary>
    public void FreeValue(in ValueSlot slot, bool isLazy)
    {
        bool isLarge = isLazy && !ValueStore.IsCompact(slot.Encoding);
        if (isLarge && DiscardedValues.IsWorthwhile(Values.Get(slot.Word)))
            _discardedValues.Add(Values.Take(slot.Word));
        else
            Values.Free(slot);
    }

    /// <summary>Exchanges the contents of two databases; clients stay connected to the index they selected.</summary>
    public void Swap(int first, int second)
    {
        if (first == second)
            return;
        _databases[first].AllModified(_databases[second]);
        _databases[second].AllModified(_databases[first]);
        _databases[first].SwapContents(_databases[second]);
        _databases[first].AllArrived();
        _databases[second].AllArrived();
    }

    /// <summary>
    /// A table that grows would have keys evicted for its sake, and takes twice the room while it does; so it rather
    /// becomes fuller for a while.
    /// </summary>
    private bool HasRoom(long bytes) => Options.MaxMemory == 0 || UsedBytes + bytes <= Options.MaxMemory;

    /// <summary>No snapshot has still to read keys that are in no database.</summary>
    private bool MayDropAll => Snapshot is not { HasFlushed: true };

    private void DropAll()
    {
        foreach (Database database in _databases)
            database.TakeKeys().Clear();
        Statistics.LazilyFreed += Unreclaimed;
        _discarded.Clear();
        _discardedValues.Clear();
        Values.Clear();
        Heap.Clear();
    }
}
