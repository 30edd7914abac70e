using System.Collections.Concurrent;

namespace Patterns.Leaderboards.Sharding;

/// <summary>What is known of the shards of each board, for a while. However many ask at once, the shards are asked
/// once.</summary>
/// <param name="lifetime">For how long.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SketchCache(TimeSpan lifetime, TimeProvider timeProvider)
{
    private const int MaxBoards = 1_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public Task<RankSketch> GetAsync(string board, Func<Task<RankSketch>> read)
    {
        if (_entries.TryGetValue(board, out Entry? entry) && IsFresh(entry))
        {
            return entry.Sketch.Value;
        }

        if (_entries.Count >= MaxBoards)
        {
            foreach ((string name, Entry old) in _entries)
            {
                if (!IsFresh(old))
                {
                    _entries.TryRemove(new KeyValuePair<string, Entry>(name, old));
                }
            }
        }

        var fresh = new Entry(new Lazy<Task<RankSketch>>(read), timeProvider.GetTimestamp());
        return _entries.AddOrUpdate(
            board, fresh, (_, current) => ReferenceEquals(current, entry) || !IsFresh(current) ? fresh : current)
            .Sketch.Value;
    }

    public void Forget(string board) => _entries.TryRemove(board, out _);

    // A failed reading is not kept.
    private bool IsFresh(Entry entry)
        => timeProvider.GetElapsedTime(entry.ReadAt) < lifetime
            && !(entry.Sketch.IsValueCreated && (entry.Sketch.Value.IsFaulted || entry.Sketch.Value.IsCanceled));

    private sealed record Entry(Lazy<Task<RankSketch>> Sketch, long ReadAt);
}
