namespace Patterns.Caching.Entries;

/// <summary>For how long an entry is written, with jitter already drawn.</summary>
/// <param name="Lifetime">How long its value is fresh: until the end, or until the next read of a sliding
/// entry.</param>
/// <param name="StaleFor">How long the value may be served after that when the source fails.</param>
/// <param name="Total">How long a sliding entry lives however often it is read; zero for one that does not
/// slide.</param>
internal readonly record struct EntryTerms(TimeSpan Lifetime, TimeSpan StaleFor, TimeSpan Total)
{
    public bool Slides => Total > TimeSpan.Zero;
}
