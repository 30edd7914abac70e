using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Sessions;

/// <summary>MULTI's queue and WATCH's keys of one client.</summary>
/// <param name="memory">Where the bytes of the queue are counted.</param>
internal sealed class Transaction(ChunkPool memory) : IKeyWatcher
{
    /// <summary>Room for more is given back when it is no longer needed.</summary>
    private const int CapacityKept = 1024;

    private readonly List<StoredRequest> _queue = [];
    private readonly HashSet<WatchedKey> _watched = [];

    /// <summary>Whether MULTI was sent and EXEC or DISCARD was not.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A command was refused while queueing, so EXEC must refuse all.</summary>
    public bool HasFailedToQueue { get; private set; }

    /// <summary>A watched key was modified, so EXEC must do nothing.</summary>
    public bool IsOutdated { get; private set; }

    public IReadOnlyList<StoredRequest> Queue => _queue;

    /// <summary>Whether a queued command may write, so that a pause of writes holds EXEC back.</summary>
    public bool MayWrite { get; private set; }

    /// <summary>Whether a queued command may take memory, so that EXEC is refused when there is none.</summary>
    public bool MayTakeMemory { get; private set; }

    /// <summary>Bytes of the queued requests.</summary>
    public long QueuedBytes { get; private set; }

    public IReadOnlyCollection<WatchedKey> Watched => _watched;

    public void Open() => IsOpen = true;

    /// <summary>Queues a request, unless EXEC will run nothing anyway.</summary>
    /// <param name="mayWrite">The command may change data or make others hear of something.</param>
    /// <param name="mayTakeMemory">The command may need more memory for the data.</param>
    public void Enqueue(in Request request, bool mayWrite, bool mayTakeMemory)
    {
        if (HasFailedToQueue || IsOutdated)
            return;
        MayWrite |= mayWrite;
        MayTakeMemory |= mayTakeMemory;
        var stored = new StoredRequest(request);
        QueuedBytes += stored.Bytes;
        memory.Count(stored.Bytes);
        _queue.Add(stored);
    }

    public void FailToQueue()
    {
        if (IsOpen)
            HasFailedToQueue = true;
    }

    public void KeyModified() => IsOutdated = true;

    /// <summary>
    /// Remembers a watched key, which the caller registers with the database. False when it was watched already.
    /// </summary>
    public bool TryWatch(WatchedKey key) => _watched.Add(key);

    public void ForgetWatches()
    {
        _watched.Clear();
        if (_watched.Capacity > CapacityKept)
            _watched.TrimExcess();
        IsOutdated = false;
    }

    public void Close()
    {
        IsOpen = false;
        HasFailedToQueue = false;
        MayWrite = false;
        MayTakeMemory = false;
        _queue.Clear();
        if (_queue.Capacity > CapacityKept)
            _queue.TrimExcess();
        memory.Count(-QueuedBytes);
        QueuedBytes = 0;
    }
}
