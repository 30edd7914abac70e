using System.Collections.Concurrent;
using Patterns.Caching.Entries;
using Patterns.Caching.HotKeys;

namespace Patterns.Caching.Local;

/// <summary>Values that are held in the process, bounded by count and bytes. While the process may be missing changes
/// it is closed and holds nothing.</summary>
/// <remarks>Which entry makes room is decided by SIEVE (Zhang et al.: SIEVE is Simpler than LRU, NSDI 2024): entries
/// stand in the order of insertion, a read marks its entry, and a hand that moves from old to new takes the first that
/// is not marked. A read thus changes nothing but a mark, and takes no lock.</remarks>
/// <param name="options">The bounds.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="guards">Who keeps it up to date.</param>
/// <param name="holds">Which keys are held alone; null for all.</param>
internal sealed class LocalLevel(
    LocalLevelOptions options, TimeProvider timeProvider, LevelGuards guards, HotKeyDetector? holds = null)
{
    // A power of two. More stripes make it rarer that a drop keeps another key's value out.
    private const int Stripes = 1024;

    private readonly ConcurrentDictionary<string, LocalEntry> _entries = new(StringComparer.Ordinal);
    private readonly long[] _drops = new long[Stripes];
    private readonly Lock _gate = new();
    private readonly TagIndex _tags = new();
    private LocalEntry? _newest;
    private LocalEntry? _oldest;
    private LocalEntry? _hand;
    private long _bytes;
    private long _tagDrops;
    private long _flushes;
    private int _missing = (int)guards;

    public int Count => _entries.Count;

    public long Bytes => Interlocked.Read(ref _bytes);

    public bool IsOpen => Volatile.Read(ref _missing) == 0;

    /// <summary>Finds a value that is still good. It allocates nothing.</summary>
    public bool TryGet<T>(string key, out T? value)
    {
        if (_entries.TryGetValue(key, out LocalEntry? entry)
            && entry.ExpiresAt > timeProvider.GetTimestamp()
            && IsOpen)
        {
            if (entry.Value is T found)
            {
                Mark(entry);
                value = found;
                return true;
            }

            if (entry.Value is null && default(T) is null)
            {
                Mark(entry);
                value = default;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The moment from which on a value for this key is read.</summary>
    public LocalEpoch EpochOf(string key)
        => new(Volatile.Read(ref StripeOf(key)), Volatile.Read(ref _tagDrops), Volatile.Read(ref _flushes));

    /// <summary>Keeps what was found in Redis, unless it may have changed since it was asked for, or its reads must be
    /// seen there.</summary>
    public void Keep<T>(string key, in StoredEntry<T> entry, CacheEntryOptions? options, LocalEpoch epoch)
    {
        if (!entry.Header!.Value.Flags.HasFlag(EntryFlags.Sliding))
        {
            TimeSpan held = options?.LocalTimeToLive is { } limit && limit < entry.TimeLeft ? limit : entry.TimeLeft;
            Put(key, entry.Value, entry.Length, held, entry.Tags ?? [], epoch);
        }
    }

    /// <summary>Keeps a value, unless it may have changed since it was asked for.</summary>
    public void Put<T>(string key, T value, int bytes, TimeSpan timeLeft, IReadOnlyList<string> tags, LocalEpoch epoch)
    {
        TimeSpan lifetime = timeLeft < options.TimeToLive ? timeLeft : options.TimeToLive;
        if (lifetime <= TimeSpan.Zero || bytes > options.MaxBytes || holds?.IsHot(key) == false)
        {
            return;
        }

        long expiresAt = timeProvider.GetTimestamp()
            + (long)(lifetime.TotalSeconds * timeProvider.TimestampFrequency);
        var entry = new LocalEntry(key, value, bytes, expiresAt, tags);
        lock (_gate)
        {
            LocalEpoch now = EpochOf(key);
            bool changed = now.Drops != epoch.Drops
                || now.Flushes != epoch.Flushes
                || (tags.Count > 0 && now.TagDrops != epoch.TagDrops);
            if (changed || !IsOpen)
            {
                return;
            }

            Remove(key);
            Add(entry);
            while (_entries.Count > options.MaxEntries || _bytes > options.MaxBytes)
            {
                Evict();
            }
        }
    }

    /// <summary>Drops the value of a key, and whatever is being read for it.</summary>
    public void Drop(string key)
    {
        lock (_gate)
        {
            StripeOf(key)++;
            Remove(key);
        }
    }

    /// <summary>Drops every value that has all of these tags.</summary>
    public void DropTagged(IReadOnlyList<string> tags)
    {
        lock (_gate)
        {
            _tagDrops++;
            foreach (string key in _tags.KeysWithAll(tags))
            {
                Remove(key);
            }
        }
    }

    /// <summary>Drops everything.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _flushes++;
            _entries.Clear();
            _tags.Clear();
            _newest = _oldest = _hand = null;
            _bytes = 0;
        }
    }

    /// <summary>Lets values be held from now on, as far as this guard is concerned.</summary>
    public void Open(LevelGuards guard)
    {
        if ((Volatile.Read(ref _missing) & (int)guard) == 0)
        {
            return;
        }

        lock (_gate)
        {
            // A change since a value was asked for may have been missed until now.
            _flushes++;
            Interlocked.And(ref _missing, ~(int)guard);
        }
    }

    /// <summary>Holds nothing until the guard opens it again.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Close(LevelGuards guard)
    {
        bool wasOpen = Interlocked.Or(ref _missing, (int)guard) == 0;
        Flush();
        return wasOpen;
    }

    private static void Mark(LocalEntry entry)
    {
        // Read first: a line of memory that is only read stays with all processors.
        if (!entry.Visited)
        {
            entry.Visited = true;
        }
    }

    private ref long StripeOf(string key)
        => ref _drops[string.GetHashCode(key, StringComparison.Ordinal) & (Stripes - 1)];

    private void Add(LocalEntry entry)
    {
        entry.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        _oldest ??= entry;
        _bytes += entry.Bytes;
        _entries[entry.Key] = entry;
        _tags.Add(entry);
    }

    private void Evict()
    {
        LocalEntry candidate = _hand ?? _oldest!;
        while (candidate.Visited)
        {
            candidate.Visited = false;
            candidate = candidate.Newer ?? _oldest!;
        }

        _hand = candidate.Newer;
        Remove(candidate.Key);
    }

    private void Remove(string key)
    {
        if (!_entries.TryRemove(key, out LocalEntry? entry))
        {
            return;
        }

        if (_hand == entry)
        {
            _hand = entry.Newer;
        }

        _ = entry.Newer is null ? _newest = entry.Older : entry.Newer.Older = entry.Older;
        _ = entry.Older is null ? _oldest = entry.Newer : entry.Older.Newer = entry.Newer;
        _bytes -= entry.Bytes;
        _tags.Remove(entry);
    }
}
