using Engine.Server.Protocol;

namespace Engine.Server.Sessions;

/// <summary>The connected clients, in the order in which they came.</summary>
internal sealed class ClientRegistry
{
    private readonly SortedDictionary<long, Session> _sessions = [];
    private long _lastId;

    public int Count => _sessions.Count;

    /// <summary>Where they have their buffers from.</summary>
    public ChunkPool Chunks { get; } = new();

    /// <summary>What all of them make the engine hold: the sum of <see cref="Session.MemoryBytes"/>.</summary>
    public long MemoryBytes => Chunks.HeldBytes + (long)Count * Session.ObjectBytes;

    public IEnumerable<Session> All => _sessions.Values;

    public long NextId() => ++_lastId;

    public void Add(Session session) => _sessions.Add(session.Id, session);

    public void Remove(Session session) => _sessions.Remove(session.Id);

    public Session? Find(long id) => _sessions.GetValueOrDefault(id);
}
