using Patterns.Caching.Entries;
using Patterns.Caching.Local;

namespace Patterns.Caching.Filling;

/// <summary>What a caller asks for that did not get a fresh value.</summary>
/// <typeparam name="TState">The type of the factory's state.</typeparam>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="State">The factory's state.</param>
/// <param name="Factory">Reads the value from the source.</param>
/// <param name="Options">The caller's options.</param>
/// <param name="Tags">The tags that the entry is to have.</param>
/// <param name="Seen">What the caller found in Redis.</param>
/// <param name="Epoch">The moment in the life of the level in the process from before the caller looked.</param>
internal readonly record struct FillRequest<TState, T>(
    string Key,
    TState State,
    Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> Factory,
    CacheEntryOptions? Options,
    string[] Tags,
    StoredEntry<T> Seen,
    LocalEpoch Epoch);
