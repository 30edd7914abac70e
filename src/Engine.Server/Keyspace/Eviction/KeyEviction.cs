namespace Engine.Server.Keyspace.Eviction;

/// <summary>
/// Finds the key to evict next by the policy in force: the best one of a pool that is filled from samples of all
/// databases.
/// </summary>
internal sealed class KeyEviction(Keyspace keyspace)
{
    private readonly EvictionPool _pool = new();
    private EvictionPolicy _policy;
    private uint[] _sample = [];
    private int _lastDatabase;

    /// <summary>Finds a key. Returns false when the policy allows none to be evicted.</summary>
    public bool TryPick(out Database database, out uint handle)
    {
        if (_policy != keyspace.Options.MaxMemoryPolicy)
        {
            // Scores of different policies cannot be compared.
            _policy = keyspace.Options.MaxMemoryPolicy;
            _pool.Clear();
        }

        database = keyspace[0];
        handle = 0;
        if (_policy == EvictionPolicy.NoEviction)
            return false;
        return _policy.IsRandom() ? TryPickRandom(out database, out handle) : TryPickBest(out database, out handle);
    }

    /// <summary>The databases take turns.</summary>
    private bool TryPickRandom(out Database database, out uint handle)
    {
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            _lastDatabase = (_lastDatabase + 1) % keyspace.DatabaseCount;
            database = keyspace[_lastDatabase];
            handle = database.PickAny(_policy.SparesPersistent());
            if (handle != 0)
                return true;
        }

        database = keyspace[0];
        handle = 0;
        return false;
    }

    private bool TryPickBest(out Database database, out uint handle)
    {
        while (TryFillPool())
        {
            while (_pool.TryTake(out EvictionCandidate candidate))
            {
                database = keyspace[candidate.Database];
                handle = candidate.Handle;
                if (IsStillGood(database, candidate))
                    return true;
            }
        }

        database = keyspace[0];
        handle = 0;
        return false;
    }

    /// <summary>Looks at some keys of each database. Returns false when there are none.</summary>
    private bool TryFillPool()
    {
        bool hasAny = false;
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            Database database = keyspace[i];
            long keys = _policy.SparesPersistent() ? database.ExpiringCount : database.Count;
            if (keys == 0)
                continue;
            hasAny = true;
            int wanted = (int)Math.Min(keyspace.Options.MaxMemorySamples, keys);
            if (_sample.Length < wanted)
                _sample = new uint[wanted];
            int taken = database.Sample(_policy.SparesPersistent(), _sample.AsSpan(0, wanted));
            foreach (uint handle in _sample.AsSpan(0, taken))
                Consider(database, handle);
        }

        return hasAny;
    }

    private void Consider(Database database, uint handle)
    {
        Entry entry = database.EntryOf(handle);
        ulong score = ScoreOf(entry);
        if (_pool.Wants(score))
            _pool.Add(new EvictionCandidate(database.Index, handle, database.HashOf(entry), score));
    }

    /// <summary>The key is still there, and was not used since it was looked at.</summary>
    private bool IsStillGood(Database database, in EvictionCandidate candidate) =>
        database.Holds(candidate.Handle, candidate.Hash)
        && ScoreOf(database.EntryOf(candidate.Handle)) >= candidate.Score
        && (!_policy.SparesPersistent() || database.EntryOf(candidate.Handle).HasExpiry);

    private ulong ScoreOf(in Entry entry)
    {
        if (_policy == EvictionPolicy.VolatileTtl)
            return ulong.MaxValue - (ulong)entry.Expiry;
        if (_policy.CountsUses())
            return (ulong)(byte.MaxValue - keyspace.FrequencyOf(entry.AccessClock));

        // The time of the last use rather than how long ago that is, so that it can be compared with later ones.
        long lastUse = (keyspace.Clock.Now / 1000) - keyspace.IdleSecondsOf(entry.AccessClock);
        return ulong.MaxValue - (ulong)lastUse;
    }
}
