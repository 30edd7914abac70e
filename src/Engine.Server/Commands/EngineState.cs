using System.Security.Cryptography;
using Engine.Server.Access;
using Engine.Server.Commands.Blocking;
using Engine.Server.Commands.Persistence;
using Engine.Server.Commands.Scripting;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;
using Engine.Server.Sessions;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Commands;

/// <summary>The engine as commands see it: one instance, put together by <see cref="EngineServer"/>.</summary>
internal sealed class EngineState : ILatencySink
{
    public EngineState()
    {
        Blocked = new BlockedClients(this);
        Access = new AccessGuard(this);
    }

    /// <summary>The settings in force; CONFIG SET changes them.</summary>
    public required EngineOptions Options { get; init; }

    public required EngineClock Clock { get; init; }

    public required Keyspace.Keyspace Keyspace { get; init; }

    public required ClientRegistry Clients { get; init; }

    public required PubSubRegistry PubSub { get; init; }

    public required TrackingRegistry Tracking { get; init; }

    /// <summary>Who may log in.</summary>
    public required UserRegistry Users { get; init; }

    /// <summary>The names by which clients call commands.</summary>
    public required CommandNames Names { get; init; }

    /// <summary>Whether they may run what they ask for.</summary>
    public AccessGuard Access { get; }

    public required IEngineControl Control { get; init; }

    /// <summary>
    /// Runs commands from within commands. The composition root sets it, since dispatch itself is made from this
    /// object.
    /// </summary>
    public ICommandRunner Runner { get; set; } = null!;

    public ServerStatistics Statistics { get; } = new();

    public CommandStatistics[] CommandStatistics { get; } =
        [.. Enumerable.Range(0, CommandTable.Count).Select(_ => new CommandStatistics())];

    public SlowLog SlowLog { get; } = new();

    public LatencyMonitor Latency { get; } = new();

    /// <summary>The clients that are shown all commands.</summary>
    public CommandMonitors Monitors { get; } = new();

    /// <summary>Keeps and runs scripts. The composition root sets it, since it is made from this object.</summary>
    public IScriptHost Scripts { get; set; } = null!;

    /// <summary>Keeps and runs functions. The composition root sets it as well.</summary>
    public IFunctionHost Functions { get; set; } = null!;

    /// <summary>Saves and loads. The composition root sets it as well.</summary>
    public IPersistence Persistence { get; set; } = null!;

    /// <summary>The clients whose commands wait for keys.</summary>
    public BlockedClients Blocked { get; }

    public required ClientPause Pause { get; init; }

    /// <summary>
    /// Bytes that count towards maxmemory: keys, values, tables, and what clients make the engine hold.
    /// </summary>
    public long UsedMemory => Keyspace.UsedBytes + Clients.MemoryBytes;

    /// <summary>maxmemory was exceeded when the command began that runs, and nothing more could be evicted.</summary>
    public bool IsOverMaxMemory { get; set; }

    /// <summary>Commands that may take memory are refused.</summary>
    public bool IsMemoryShort => IsOverMaxMemory || Keyspace.Heap.IsDownToReserve;

    /// <summary>Where <see cref="TrySerialize"/> writes to.</summary>
    public ValueWriter Serialized { get; } = new();

    /// <summary>40 hexadecimal digits that name the history of the data, for replication.</summary>
    public string ReplicationId { get; private set; } = NewReplicationId();

    public void ChangeReplicationId() => ReplicationId = NewReplicationId();

    /// <summary>The default user has changed, on whom depends what clients may send who have not logged in.</summary>
    public void LoginChanged()
    {
        foreach (Session session in Clients.All)
            session.Parser.IsAuthenticated = session.IsAuthenticated || !Users.RequiresLogin;
    }

    /// <summary>Forgets a client that is gone or starts anew: its watches, subscriptions, tracked keys and
    /// place in queues.</summary>
    public void Release(Session session)
    {
        Discard(session);
        PubSub.RemoveAll(session);
        Tracking.Disable(session);
        Pause.Forget(session);
        Blocked.Forget(session);
        Monitors.Remove(session);
    }

    /// <summary>Ends a client's transaction and its watches.</summary>
    public void Discard(Session session)
    {
        Unwatch(session);
        session.Transaction.Close();
    }

    public void Unwatch(Session session)
    {
        foreach (WatchedKey watched in session.Transaction.Watched)
            Keyspace[watched.Database].Watches.Remove(watched);
        session.Transaction.ForgetWatches();
    }

    /// <summary>
    /// Writes a value with its type to <see cref="Serialized"/>. Returns false when it is too large for one array.
    /// </summary>
    public bool TrySerialize(in Entry entry)
    {
        // What is written is never much larger than the value itself.
        const long LargestValue = 1L << 30;
        if (entry.MemoryBytes > LargestValue)
            return false;
        Serialized.Clear();
        Serialized.Compresses = Options.RdbCompression;
        Serialized.Type(entry.SerializedType);
        entry.Write(Serialized);
        return true;
    }

    /// <summary>
    /// Whether a key that is to expire then is to be deleted at once. Not while files are loaded: when the command was
    /// made the time had not come, and another one behind it may have kept the key.
    /// </summary>
    public bool HasPassed(long expiry) => expiry <= Clock.Now && !Keyspace.IsLoading;

    /// <inheritdoc/>
    public void WatchLatency(string eventName, long started)
    {
        if (Options.LatencyThreshold == 0)
            return;
        long milliseconds = Clock.Microseconds(started, Clock.Timestamp()) / 1000;
        if (milliseconds >= Options.LatencyThreshold)
            Latency.Add(eventName, Clock.Now / 1000, milliseconds);
    }

    private static string NewReplicationId() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
