namespace Patterns.Caching.Entries;

/// <summary>What an entry is to say beside its value.</summary>
/// <param name="Terms">For how long it is written.</param>
/// <param name="Stamp">The token of the lease under which it was filled, or a new one.</param>
/// <param name="Cost">How long the source took; zero if it was not asked.</param>
/// <param name="Tags">Its tags with their versions, encoded; empty for none.</param>
internal readonly record struct EntryDraft(
    EntryTerms Terms, EntryStamp Stamp, TimeSpan Cost = default, ReadOnlyMemory<byte> Tags = default);
