using Patterns.Caching.Local;

namespace Patterns.Caching.Bulk;

/// <summary>Reads several values from the source.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="keys">The keys that are wanted.</param>
/// <param name="context">What is to be decided about all of them.</param>
/// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
/// <returns>The values that the source has.</returns>
internal delegate ValueTask<IReadOnlyDictionary<string, T>> ManyFactory<T>(
    IReadOnlyList<string> keys, CacheFactoryContext context, CancellationToken cancellationToken);

/// <summary>What a caller asks for that wants several values.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="Factory">Reads values from the source.</param>
/// <param name="Options">The caller's options.</param>
/// <param name="Tags">The tags that new entries are to have.</param>
/// <param name="Epochs">The moments in the life of the level in the process from before the caller looked.</param>
internal sealed record ManyRequest<T>(
    ManyFactory<T> Factory,
    CacheEntryOptions? Options,
    string[] Tags,
    IReadOnlyDictionary<string, LocalEpoch> Epochs);
