using Patterns.Caching.Entries;

namespace Patterns.Caching.Leases;

/// <summary>The answer to whoever asks for a lease.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Verdict">What to do.</param>
/// <param name="Entry">What stands under the key, as far as the caller knows it now.</param>
/// <param name="OthersLease">How long the lease of somebody else lasts.</param>
internal readonly record struct LeaseReply<T>(
    LeaseVerdict Verdict, StoredEntry<T> Entry, TimeSpan OthersLease = default);
