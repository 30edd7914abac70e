using System.Collections;

namespace Patterns.Leaderboards;

/// <summary>A part of a ranking, best first, as it was at one moment.</summary>
public sealed class LeaderboardPage : IReadOnlyList<LeaderboardEntry>
{
    private readonly LeaderboardEntry[] _entries;

    internal LeaderboardPage(LeaderboardEntry[] entries, long totalCount)
    {
        _entries = entries;
        TotalCount = totalCount;
    }

    /// <summary>How many members the whole ranking had at that moment.</summary>
    public long TotalCount { get; }

    /// <summary>How many entries there are here.</summary>
    public int Count => _entries.Length;

    /// <summary>An entry.</summary>
    /// <param name="index">Its position, from 0.</param>
    public LeaderboardEntry this[int index] => _entries[index];

    /// <inheritdoc/>
    public IEnumerator<LeaderboardEntry> GetEnumerator() => ((IEnumerable<LeaderboardEntry>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();
}
