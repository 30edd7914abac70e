namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>What a look into a part of the log found.</summary>
/// <param name="IsOwner">Whether the part is the asker's.</param>
/// <param name="OthersLease">If not, how long it is another's.</param>
/// <param name="Now">The server's time, in microseconds since 1970.</param>
/// <param name="Pending">How many writes the part has.</param>
/// <param name="Writes">Those that were asked for.</param>
internal sealed record FetchedWrites(
    bool IsOwner, TimeSpan OthersLease, long Now, long Pending, IReadOnlyList<LoggedWrite> Writes);
