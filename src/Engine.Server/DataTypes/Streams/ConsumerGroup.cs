namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// A group of consumers, each of whom gets other entries of the stream, and the entries that they have not
/// acknowledged.
/// </summary>
internal sealed class ConsumerGroup : INamed
{
    /// <summary>What <see cref="EntriesRead"/> is when nobody can tell.</summary>
    public const long Unknown = -1;

    /// <summary>What the object takes, without its name and consumers.</summary>
    private const int ObjectBytes = 192;

    private readonly StreamValue _stream;
    private readonly Stack<uint> _freeNumbers = new();
    private readonly List<Consumer?> _byNumber = [];

    public ConsumerGroup(StreamValue stream, byte[] name)
    {
        _stream = stream;
        Name = name;
        Pending = new IdTree<PendingEntry>(stream);
    }

    public byte[] Name { get; }

    /// <summary>The id of the last entry that the group was given.</summary>
    public StreamId LastId { get; set; }

    /// <summary>How many of all entries ever the group has read; <see cref="Unknown"/> when nobody can tell.</summary>
    public long EntriesRead { get; set; }

    public SortedNames<Consumer> Consumers { get; } = new();

    /// <summary>What the consumers have not acknowledged, all together.</summary>
    public IdTree<PendingEntry> Pending { get; }

    /// <summary>What the group takes beside blocks of the heap.</summary>
    public long TableBytes => ObjectBytes + Name.Length;

    public Consumer ConsumerOf(in PendingEntry pending) => _byNumber[(int)pending.Consumer]!;

    /// <summary>Adds a consumer, whose name must not be there.</summary>
    public Consumer Add(ReadOnlySpan<byte> name, long seenAt)
    {
        if (!_freeNumbers.TryPop(out uint number))
        {
            number = (uint)_byNumber.Count;
            _byNumber.Add(null);
        }

        var consumer = new Consumer(_stream, name.ToArray(), number) { SeenAt = seenAt };
        _byNumber[(int)number] = consumer;
        Consumers.Add(consumer);
        _stream.CountTableBytes(Consumer.ObjectBytes + consumer.Name.Length);
        return consumer;
    }

    /// <summary>Removes a consumer with all that it has not acknowledged; returns how much that was.</summary>
    public long Remove(Consumer consumer)
    {
        long count = consumer.Pending.Count;
        while (consumer.Pending.TryFindUpTo(StreamId.Largest, out StreamId id, out _))
            TryAcknowledge(id);
        Consumers.Remove(consumer);
        Forget(consumer);
        return count;
    }

    /// <summary>Gives an entry to a consumer, whoever had it before.</summary>
    public PendingEntry Give(StreamId id, Consumer consumer, long deliveredAt, long deliveries)
    {
        var pending = new PendingEntry
        {
            DeliveredAt = deliveredAt, Deliveries = deliveries, Consumer = consumer.Number,
        };
        if (!Pending.TryAdd(id, pending))
        {
            Pending.TryFind(id, out PendingEntry former);
            if (former.Consumer != consumer.Number)
                ConsumerOf(former).Pending.TryRemove(id);
            Pending.Set(id, pending);
        }

        consumer.Pending.TryAdd(id, default);
        return pending;
    }

    /// <summary>An entry needs no consumer any more; returns false when it had none.</summary>
    public bool TryAcknowledge(StreamId id)
    {
        if (!Pending.TryRemove(id, out PendingEntry pending))
            return false;
        ConsumerOf(pending).Pending.TryRemove(id);
        return true;
    }

    public void CopyTo(StreamValue stream)
    {
        ConsumerGroup copy = stream.AddGroup(Name, LastId, EntriesRead);
        foreach (Consumer consumer in Consumers)
            copy.Add(consumer.Name, consumer.SeenAt);
        bool isThere = Pending.TryFindFrom(StreamId.Zero, out StreamId id, out PendingEntry pending);
        for (; isThere; isThere = Pending.TryFindAfter(id, out id, out pending))
        {
            Consumer consumer = copy.Consumers.Find(ConsumerOf(pending).Name)!;
            copy.Give(id, consumer, pending.DeliveredAt, pending.Deliveries);
        }
    }

    /// <summary>Gives back blocks, up to a number that it lowers. Returns false when none are left.</summary>
    public bool Release(ref int blocks)
    {
        for (; blocks > 0 && Pending.TryRemoveLast(out _); blocks--)
        {
        }

        while (blocks > 0 && Consumers.Count > 0)
        {
            Consumer consumer = Consumers[^1];
            for (; blocks > 0 && consumer.Pending.TryRemoveLast(out _); blocks--)
            {
            }

            if (consumer.Pending.Count > 0)
                return true;
            Consumers.RemoveAt(Consumers.Count - 1);
        }

        return Pending.Count > 0 || Consumers.Count > 0;
    }

    private void Forget(Consumer consumer)
    {
        _byNumber[(int)consumer.Number] = null;
        _freeNumbers.Push(consumer.Number);
        _stream.CountTableBytes(-Consumer.ObjectBytes - consumer.Name.Length);
    }
}
