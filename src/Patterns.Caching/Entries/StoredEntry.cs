namespace Patterns.Caching.Entries;

/// <summary>What a read found under a key.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Outcome">Hit, or why the value may not be served as it is.</param>
/// <param name="Value">The value of a hit and of a stale entry.</param>
/// <param name="Header">The header; null if there is none that can be read.</param>
/// <param name="TimeLeft">How long the value is fresh; below zero when it is stale.</param>
/// <param name="Length">How many bytes the entry has.</param>
/// <param name="Tags">The tags of the entry; null for none.</param>
/// <param name="IsCopy">Whether it comes from a copy of a hot entry, whose time is shorter.</param>
internal readonly record struct StoredEntry<T>(
    CacheReadOutcome Outcome,
    T? Value = default,
    EntryHeader? Header = null,
    TimeSpan TimeLeft = default,
    int Length = 0,
    string[]? Tags = null,
    bool IsCopy = false)
{
    public bool IsHit => Outcome == CacheReadOutcome.Hit;

    /// <summary>Whether the value may be served when the source fails.</summary>
    public bool IsStale => Outcome == CacheReadOutcome.Stale;

    /// <summary>What a caller is told.</summary>
    public CacheLookup<T> ToLookup() => IsHit
        ? new CacheLookup<T>(Value)
        : new CacheLookup<T>(IsStale ? CacheReadOutcome.Miss : Outcome);
}
