using Engine.Server.Keyspace;
using Engine.Server.Sessions;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Blocking;

/// <summary>
/// The clients whose commands wait for keys. They are served key by key in the order in which the keys became ready,
/// and for one key in the order in which the clients came.
/// </summary>
internal sealed class BlockedClients(EngineState engine)
{
    /// <summary>The deadline of those who wait as long as it takes.</summary>
    public const long Forever = long.MaxValue;

    private readonly Dictionary<Session, BlockedCommand> _waiting = [];
    private readonly SortedSet<BlockedCommand> _byDeadline = new(Comparer<BlockedCommand>.Create(CompareDeadlines));
    private long _sequence;

    public int Count => _waiting.Count;

    /// <summary>When the next one's time is over, Unix milliseconds; <see cref="Forever"/> for never.</summary>
    public long NextDeadline => _byDeadline.Min?.Deadline ?? Forever;

    /// <summary>
    /// Lets the client of <paramref name="context"/> wait until <paramref name="serve"/> finds something to take, or
    /// until <paramref name="deadline"/>: then it gets a null array. The handler returns without a reply.
    /// </summary>
    /// <param name="context">The command that waits; must be one that may.</param>
    /// <param name="firstKey">The argument that is the first key.</param>
    /// <param name="keyCount">How many keys follow one another.</param>
    /// <param name="type">The type of value that it waits for.</param>
    /// <param name="deadline">Unix milliseconds, or <see cref="Forever"/>.</param>
    /// <param name="serve">Takes what is there, and replies.</param>
    /// <param name="needsKey">It ends with an error when a key holds no such value any more.</param>
    public void Block(
        in CommandContext context,
        int firstKey,
        int keyCount,
        ValueType type,
        long deadline,
        ServeHandler serve,
        bool needsKey = false)
    {
        byte[][] keys = DistinctKeys(context, firstKey, keyCount);
        Add(new BlockedCommand(engine, context, keys, type, serve)
        {
            Deadline = deadline, Sequence = ++_sequence, NeedsKey = needsKey,
        });
    }

    /// <summary>
    /// Lets the client of <paramref name="context"/> wait for replicas, of which there are none: until
    /// <paramref name="deadline"/>, when it gets 0.
    /// </summary>
    public void BlockForReplicas(in CommandContext context, long deadline) =>
        Add(new BlockedCommand(engine, context, [], type: default, NothingToServe)
        {
            Deadline = deadline, Sequence = ++_sequence, NeedsKey = false, CountsReplicas = true,
        });

    /// <summary>Serves those who waited for what has become ready.</summary>
    public void ServeReady()
    {
        ReadyKeys ready = engine.Keyspace.Ready;
        while (!ready.IsEmpty)
        {
            foreach ((int database, byte[] key) in ready.Take())
                Serve(engine.Keyspace[database], key);
        }
    }

    /// <summary>Ends the waiting of those whose time is over.</summary>
    public void EndOverdue(long now)
    {
        while (NextDeadline <= now)
            EndUnserved(_byDeadline.Min!, error: default);
    }

    /// <summary>
    /// CLIENT UNBLOCK: as if the time were over, or with <paramref name="error"/>. Returns false when the client does
    /// not wait for a key.
    /// </summary>
    public bool TryUnblock(Session session, ReadOnlySpan<byte> error)
    {
        if (!_waiting.TryGetValue(session, out BlockedCommand? blocked))
            return false;
        EndUnserved(blocked, error);
        return true;
    }

    /// <summary>The reply is written: the client goes on.</summary>
    public void End(BlockedCommand blocked)
    {
        Remove(blocked);
        blocked.Session.Link.ScheduleFlush();
        blocked.Session.Resume();
    }

    /// <summary>The client is gone.</summary>
    public void Forget(Session session)
    {
        if (_waiting.TryGetValue(session, out BlockedCommand? blocked))
            Remove(blocked);
    }

    private static bool NothingToServe(ref CommandContext context, ReadOnlySpan<byte> key) => false;

    private void Add(BlockedCommand blocked)
    {
        _waiting.Add(blocked.Session, blocked);
        if (blocked.Deadline != Forever)
            _byDeadline.Add(blocked);
        foreach (byte[] key in blocked.Keys)
            engine.Keyspace[blocked.Database].Waits.Add(key, blocked);
        blocked.Session.Wait(WaitReason.Blocked);
    }

    private static byte[][] DistinctKeys(in CommandContext context, int firstKey, int keyCount)
    {
        var keys = new List<byte[]>(keyCount);
        for (int i = firstKey; i < firstKey + keyCount; i++)
        {
            byte[] key = context[i].ToArray();
            if (!keys.Contains(key, ByteArrayComparer.Instance))
                keys.Add(key);
        }

        return [.. keys];
    }

    private static void Serve(Database database, byte[] key)
    {
        // Those who are served leave the list, so this goes over a copy of it.
        foreach (KeyWait wait in database.Waits.For(key).ToArray())
        {
            if (database.TryPeek(key, out Entry entry) && entry.Type == wait.Type)
                wait.TryServe(key);
            else
                wait.KeyGone();
        }
    }

    /// <summary>Ends the waiting as if the time were over, or with <paramref name="error"/>.</summary>
    private void EndUnserved(BlockedCommand blocked, ReadOnlySpan<byte> error)
    {
        Session session = blocked.Session;
        long repliesFrom = session.Output.Length;
        if (!error.IsEmpty)
            session.Reply.Error(error);
        else if (blocked.CountsReplicas)
            session.Reply.Integer(0);
        else
            session.Reply.NullArray();

        // The command is over without having been run again, which would have counted it.
        engine.CommandStatistics[blocked.Command.Index].Calls++;
        engine.Options.Gate?.Answered(session, blocked.Request, repliesFrom);
        End(blocked);
    }

    private void Remove(BlockedCommand blocked)
    {
        _waiting.Remove(blocked.Session);
        _byDeadline.Remove(blocked);
        foreach (byte[] key in blocked.Keys)
            engine.Keyspace[blocked.Database].Waits.Remove(key, blocked);
    }

    private static int CompareDeadlines(BlockedCommand left, BlockedCommand right) =>
        (left.Deadline, left.Sequence).CompareTo((right.Deadline, right.Sequence));
}
