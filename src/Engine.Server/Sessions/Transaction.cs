using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Sessions;

/// <summary>MULTI's queue and WATCH's keys of one client.</summary>
internal sealed class Transaction : IKeyWatcher
{
    private readonly List<StoredRequest> _queue = [];
    private readonly List<(int Database, byte[] Key, bool WasExpired)> _watched = [];

    /// <summary>Whether MULTI was sent and EXEC or DISCARD was not.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A command was refused while queueing, so EXEC must refuse all.</summary>
    public bool HasFailedToQueue { get; private set; }

    /// <summary>A watched key was modified, so EXEC must do nothing.</summary>
    public bool IsOutdated { get; private set; }

    public IReadOnlyList<StoredRequest> Queue => _queue;

    /// <summary>Bytes of the queued requests.</summary>
    public long QueuedBytes { get; private set; }

    public IReadOnlyList<(int Database, byte[] Key, bool WasExpired)> Watched => _watched;

    public void Open() => IsOpen = true;

    public void Enqueue(in Request request)
    {
        var stored = new StoredRequest(request);
        QueuedBytes += stored.Bytes;
        _queue.Add(stored);
    }

    public void FailToQueue()
    {
        if (IsOpen)
            HasFailedToQueue = true;
    }

    public void KeyModified() => IsOutdated = true;

    /// <summary>Remembers a watched key; the caller registers with the database's watches.</summary>
    public void Watch(int database, byte[] key, bool wasExpired) => _watched.Add((database, key, wasExpired));

    public void ForgetWatches()
    {
        _watched.Clear();
        IsOutdated = false;
    }

    public void Close()
    {
        IsOpen = false;
        HasFailedToQueue = false;
        _queue.Clear();
        QueuedBytes = 0;
    }
}
