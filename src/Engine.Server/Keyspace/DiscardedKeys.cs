using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>
/// Keys that were taken out of their database by FLUSHDB ASYNC and whose memory is given back in slices, since all of
/// it at once would keep the clients waiting.
/// </summary>
internal sealed class DiscardedKeys
{
    private readonly Queue<HandleTable<RecordKeys>> _tables = new();
    private HandleTable<RecordKeys>.Enumerator _rest;
    private long _left;

    /// <summary>Keys whose memory has not been given back yet.</summary>
    public long Count { get; private set; }

    public void Add(HandleTable<RecordKeys> table)
    {
        if (table.Count == 0)
        {
            table.Clear();
            return;
        }

        _tables.Enqueue(table);
        Count += table.Count;
    }

    /// <summary>Frees up to <paramref name="keys"/> keys by <paramref name="free"/>.</summary>
    public void Free(int keys, Action<uint> free)
    {
        while (keys-- > 0 && _tables.TryPeek(out HandleTable<RecordKeys>? table))
        {
            if (_left == 0)
            {
                _rest = table.GetEnumerator();
                _left = table.Count;
            }

            _rest.MoveNext();
            free(_rest.Current);
            Count--;
            if (--_left == 0)
                _tables.Dequeue().Clear();
        }
    }

    /// <summary>Forgets all of them: their memory is gone already.</summary>
    public void Clear()
    {
        while (_tables.TryDequeue(out HandleTable<RecordKeys>? table))
            table.Clear();
        _rest = default;
        _left = 0;
        Count = 0;
    }
}
