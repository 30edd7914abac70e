namespace Engine.Server.Keyspace.Eviction;

/// <summary>
/// The best candidates of all samples so far. Each eviction looks at a few keys only; what it saw and did not take may
/// still be better than what the next ones see.
/// </summary>
internal sealed class EvictionPool
{
    public const int Size = 16;

    /// <summary>In the order of their scores, the best one last.</summary>
    private readonly EvictionCandidate[] _candidates = new EvictionCandidate[Size];

    private int _count;

    /// <summary>Whether a candidate with this score would be kept.</summary>
    public bool Wants(ulong score) => _count < Size || score > _candidates[0].Score;

    /// <summary>Keeps a candidate, in the place of an earlier one for the same key, or of the worst one.</summary>
    public void Add(in EvictionCandidate candidate)
    {
        int replaced = IndexOf(candidate);
        if (replaced < 0 && _count == Size)
            replaced = 0;
        if (replaced >= 0)
        {
            _count--;
            Array.Copy(_candidates, replaced + 1, _candidates, replaced, _count - replaced);
        }

        int place = _count++;
        for (; place > 0 && _candidates[place - 1].Score >= candidate.Score; place--)
            _candidates[place] = _candidates[place - 1];
        _candidates[place] = candidate;
    }

    /// <summary>Takes the best candidate out.</summary>
    public bool TryTake(out EvictionCandidate candidate)
    {
        bool hasAny = _count > 0;
        candidate = hasAny ? _candidates[--_count] : default;
        return hasAny;
    }

    public void Clear() => _count = 0;

    private int IndexOf(in EvictionCandidate candidate)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_candidates[i].Handle == candidate.Handle && _candidates[i].Database == candidate.Database)
                return i;
        }

        return -1;
    }
}
