using System.Collections.Concurrent;

namespace Patterns.Caching.HotKeys;

/// <summary>Finds the keys that this process reads in Redis more often than others.</summary>
/// <param name="options">When a key is hot.</param>
/// <param name="detected">Hears of a key that has become hot.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class HotKeyDetector(HotKeyOptions options, Action<HotKey> detected, TimeProvider timeProvider)
{
    // More keys than this are not hot, they are traffic.
    private const int MostKeys = 1_000;

    private readonly CountMinSketch _counts = new();
    private readonly Lock _gate = new();
    private ConcurrentDictionary<string, long> _current = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, long> _previous = new(StringComparer.Ordinal);
    private long _windowBegan = timeProvider.GetTimestamp();

    /// <summary>Whether the key is hot now, or was in the window before.</summary>
    public bool IsHot(string key)
    {
        BeginWindowIfDue();
        return Volatile.Read(ref _current).ContainsKey(key) || Volatile.Read(ref _previous).ContainsKey(key);
    }

    /// <summary>Counts a read.</summary>
    public void Count(string key)
    {
        BeginWindowIfDue();
        int reads = _counts.Add(key);
        ConcurrentDictionary<string, long> current = Volatile.Read(ref _current);
        if (reads < options.Threshold || (current.Count >= MostKeys && !current.ContainsKey(key)))
        {
            return;
        }

        bool isNew = !current.ContainsKey(key) && !Volatile.Read(ref _previous).ContainsKey(key);
        current[key] = reads;
        if (isNew)
        {
            detected(new HotKey(key, reads));
        }
    }

    /// <summary>The hot keys, the hottest first.</summary>
    public IReadOnlyList<HotKey> List()
    {
        BeginWindowIfDue();
        var keys = new Dictionary<string, long>(Volatile.Read(ref _previous), StringComparer.Ordinal);
        foreach ((string key, long reads) in Volatile.Read(ref _current))
        {
            keys[key] = Math.Max(reads, keys.GetValueOrDefault(key));
        }

        return [.. keys.Select(key => new HotKey(key.Key, key.Value)).OrderByDescending(key => key.Reads)];
    }

    private void BeginWindowIfDue()
    {
        if (timeProvider.GetElapsedTime(Volatile.Read(ref _windowBegan)) < options.Window)
        {
            return;
        }

        lock (_gate)
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(_windowBegan);
            if (elapsed < options.Window)
            {
                return;
            }

            // After a window in which nothing was read, nothing is hot.
            bool missedOne = elapsed >= 2 * options.Window;
            Volatile.Write(ref _previous, missedOne ? new(StringComparer.Ordinal) : _current);
            Volatile.Write(ref _current, new(StringComparer.Ordinal));
            _counts.Clear();
            Volatile.Write(ref _windowBegan, timeProvider.GetTimestamp());
        }
    }
}
