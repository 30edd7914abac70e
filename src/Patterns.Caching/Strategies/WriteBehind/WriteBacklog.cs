namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The writes of a part that its worker has read and not settled, by name and in order. What is known here is
/// in Redis too, so that it may be forgotten at any time.</summary>
/// <param name="batchSize">How many names a batch has at most.</param>
/// <param name="coalesce">Whether the last write of a name stands for those before it.</param>
internal sealed class WriteBacklog(int batchSize, bool coalesce)
{
    // With so few names nothing can be said of the source when all of them fail.
    private const int Few = 3;

    // Writes that wait for another attempt hold up no others until there are so many of them.
    private readonly int _capacity = Math.Max(10_000, 4 * batchSize);
    private readonly Dictionary<string, Queue> _names = new(StringComparer.Ordinal);

    private long _succeeded;

    /// <summary>How many writes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many more to read now.</summary>
    public int Room => Math.Min(batchSize, _capacity - Count);

    /// <summary>The id after which to read on; null to begin.</summary>
    public string? LastId { get; private set; }

    public void Add(IEnumerable<LoggedWrite> writes)
    {
        foreach (LoggedWrite write in writes)
        {
            if (!_names.TryGetValue(write.Name, out Queue? queue))
            {
                _names.Add(write.Name, queue = new Queue { SucceededBefore = _succeeded });
            }

            queue.Writes.Add(write);
            LastId = write.Id;
            Count++;
        }
    }

    /// <summary>What the source gets next: for each name that does not wait one write and those that it stands
    /// for.</summary>
    /// <param name="now">The clock by which names wait.</param>
    public IReadOnlyList<BacklogItem> NextBatch(long now)
        => [.. _names.Values
            .Where(queue => queue.DueAt <= now)
            .OrderBy(queue => queue.Writes[0].Place)
            .Take(batchSize)
            .Select(queue => coalesce
                ? new BacklogItem(queue.Writes[^1], queue.Writes[..^1])
                : new BacklogItem(queue.Writes[0], []))
            .OrderBy(item => item.Write.Place)];

    /// <summary>Whether a batch is there.</summary>
    /// <param name="now">The clock by which names wait.</param>
    public bool IsDue(long now) => _names.Values.Any(queue => queue.DueAt <= now);

    /// <summary>Remembers that a write has failed.</summary>
    /// <param name="item">The write.</param>
    /// <param name="counts">Whether the write is to blame: others have succeeded since it was read or failed before, or
    /// so few are there that nothing can be said of the source.</param>
    /// <returns>How often it has failed in a row here.</returns>
    public int Fail(BacklogItem item, out bool counts)
    {
        counts = false;
        if (!_names.TryGetValue(item.Write.Name, out Queue? queue))
        {
            return 1;
        }

        counts = _succeeded > queue.SucceededBefore || _names.Count <= Few;
        queue.SucceededBefore = _succeeded;
        queue.Failures = queue.FailedId == item.Write.Id ? queue.Failures + 1 : 1;
        queue.FailedId = item.Write.Id;
        return queue.Failures;
    }

    /// <summary>Lets a name wait.</summary>
    public void Defer(BacklogItem item, long dueAt)
    {
        if (_names.TryGetValue(item.Write.Name, out Queue? queue))
        {
            queue.DueAt = dueAt;
        }
    }

    /// <summary>Forgets a write that was settled, and those that it stands for.</summary>
    /// <param name="item">The write.</param>
    /// <param name="taken">Whether the source has taken it.</param>
    public void Remove(BacklogItem item, bool taken)
    {
        _succeeded += taken ? 1 : 0;
        if (!_names.TryGetValue(item.Write.Name, out Queue? queue))
        {
            return;
        }

        Count -= queue.Writes.RemoveAll(write => write.Place <= item.Write.Place);
        queue.DueAt = 0;
        if (queue.Writes.Count == 0)
        {
            _names.Remove(item.Write.Name);
        }
    }

    /// <summary>Forgets everything, because another worker may have taken over.</summary>
    public void Clear()
    {
        _names.Clear();
        Count = 0;
        LastId = null;
    }

    private sealed class Queue
    {
        public List<LoggedWrite> Writes { get; } = [];

        public long DueAt { get; set; }

        public long SucceededBefore { get; set; }

        public int Failures { get; set; }

        public string? FailedId { get; set; }
    }
}
