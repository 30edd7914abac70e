namespace Patterns.Caching;

/// <summary>A cache in Redis beside a source of truth: reads come from Redis, and from the source when Redis has
/// nothing (cache-aside).</summary>
/// <remarks>
/// <para>A value is stored under the type that asked for it; ask for a key with one type. Null is a value like any
/// other: a stored null is a hit.</para>
/// <para>Concurrent callers of one process that miss the same key share one call of the source and its one result, by
/// reference: do not modify a value that came from the cache.</para>
/// <para>Implementations are safe for concurrent use.</para>
/// </remarks>
public interface IRedisCache
{
    /// <summary>Returns the cached value, or calls the source, stores its value and returns it.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The name of the entry; not empty. A hash tag in it decides the slot on Redis Cluster.</param>
    /// <param name="factory">Reads the value from the source. Callers that miss the key at the same time share one
    /// call, whose token is cancelled when all of them have left, or when the source's timeout is over.</param>
    /// <param name="options">How this entry is stored; null means the cache's own options. The options of the caller
    /// that starts the shared call count.</param>
    /// <param name="tags">The tags that the entry gets, by which it can be removed together with others: up to 32, of 1
    /// to 256 characters. Name them in every call: they are then looked up together with the entry.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The value, which may be null if the source says so.</returns>
    /// <remarks>Round trips: a hit in the process none. A hit in Redis one (GET and PTTL together), and one more if the
    /// entry has tags that the call does not name. A miss three (the read, the lease, and the fill once the source has
    /// answered), and one more for tags. Whoever comes while four reads of the key are under way in the process waits
    /// for one of them and shares the next.</remarks>
    /// <exception cref="ArgumentException">The key is null or empty, or a tag is out of bounds.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    /// <exception cref="NotSupportedException">The serializer cannot handle <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The factory asked for the key that it is filling.</exception>
    /// <exception cref="Polly.Timeout.TimeoutRejectedException">The source exceeded its timeout.</exception>
    /// <exception cref="Polly.CircuitBreaker.BrokenCircuitException">The source's circuit is open.</exception>
    ValueTask<T> GetOrSetAsync<T>(
        string key,
        Func<CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default);

    /// <summary>Returns the cached value, or calls the source, stores its value and returns it. This overload hands a
    /// state to the factory, which can then be a static lambda: a hit allocates no closure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The name of the entry; not empty. A hash tag in it decides the slot on Redis Cluster.</param>
    /// <param name="state">What the factory needs to find the value, such as an id.</param>
    /// <param name="factory">Reads the value from the source. Callers that miss the key at the same time share one
    /// call, whose token is cancelled when all of them have left, or when the source's timeout is over.</param>
    /// <param name="options">How this entry is stored; null means the cache's own options. The options of the caller
    /// that starts the shared call count.</param>
    /// <param name="tags">The tags that the entry gets, by which it can be removed together with others: up to 32, of 1
    /// to 256 characters. Name them in every call: they are then looked up together with the entry.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The value, which may be null if the source says so.</returns>
    /// <remarks>Round trips and errors are those of the overload without a state.</remarks>
    ValueTask<T> GetOrSetAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default);

    /// <summary>Returns the cached values, and calls the source once for all that are missing.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="keys">The names of the entries; none empty.</param>
    /// <param name="factory">Reads the values of the keys that are missing. What it leaves out is remembered as a null
    /// if the type has one. Its context decides about all of them.</param>
    /// <param name="options">How the new entries are stored; null means the cache's own options.</param>
    /// <param name="tags">The tags that new entries get: up to 32, of 1 to 256 characters.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The values by key. Keys for which the source has nothing are not in it.</returns>
    /// <remarks>Round trips: one if all are hits, in which each slot of a cluster gets one command; with misses one
    /// more for their leases and one for their fills. Keys that others are filling are waited for. Errors are those of
    /// <see cref="GetOrSetAsync{T}"/>.</remarks>
    /// <exception cref="ArgumentException">A key is null or empty, or a tag is out of bounds.</exception>
    ValueTask<IReadOnlyDictionary<string, T>> GetOrSetManyAsync<T>(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<string>, CacheFactoryContext, CancellationToken, ValueTask<IReadOnlyDictionary<string, T>>>
            factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads an entry without ever calling a source.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The name of the entry; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The value if there is one, and if not, why not.</returns>
    /// <remarks>Round trips: those of a hit of <see cref="GetOrSetAsync{T}"/>.</remarks>
    /// <exception cref="ArgumentException">The key is null or empty.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    /// <exception cref="NotSupportedException">The serializer cannot handle <typeparamref name="T"/>.</exception>
    ValueTask<CacheLookup<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default);

    /// <summary>Stores a value, whatever was stored before. A source call for the same key that is under way in any
    /// process does not overwrite it.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The name of the entry; not empty.</param>
    /// <param name="value">The value; null is stored too.</param>
    /// <param name="options">How this entry is stored; null means the cache's own options.</param>
    /// <param name="tags">The tags that the entry gets: up to 32, of 1 to 256 characters.</param>
    /// <param name="cancellationToken">Stops the waiting. The value may have been stored nevertheless.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one, and one more for tags.</remarks>
    /// <exception cref="ArgumentException">The key is null or empty.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    /// <exception cref="Exception">What the serializer throws for a value that it cannot write.</exception>
    ValueTask<CacheWriteResult> SetAsync<T>(
        string key,
        T value,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default);

    /// <summary>Removes an entry. A source call for the same key that is under way in any process does not store its
    /// value, and later readers of this process do not join it: they see nothing older than the removal.</summary>
    /// <param name="key">The name of the entry; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting. The entry may have been removed nevertheless.</param>
    /// <returns>Whether Redis confirmed that the entry is gone. An entry that never was counts as gone.</returns>
    /// <remarks>Round trips: one. Call it after the source has been changed, not before.</remarks>
    /// <exception cref="ArgumentException">The key is null or empty.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Ends an entry's time, and keeps its value for the case that the source fails
    /// (<see cref="RedisCacheOptions.StaleFor"/>); removes an entry that may not be served stale. Fills that are under
    /// way are revoked as by <see cref="RemoveAsync"/>.</summary>
    /// <param name="key">The name of the entry; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting. The entry may have ended nevertheless.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one.</remarks>
    /// <exception cref="ArgumentException">The key is null or empty.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    ValueTask<CacheWriteResult> ExpireAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every entry that has a tag, in one step, however many there are. What is being read from
    /// the source with this tag is stored as invalid.</summary>
    /// <param name="tag">The tag; 1 to 256 characters.</param>
    /// <param name="cancellationToken">Stops the waiting. The tag may have been invalidated nevertheless.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one. The entries stay in Redis until they expire or are filled anew.</remarks>
    /// <exception cref="ArgumentException">The tag is out of bounds.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    ValueTask<CacheWriteResult> RemoveByTagAsync(string tag, CancellationToken cancellationToken = default);

    /// <summary>Invalidates every entry that has any, or all, of several tags.</summary>
    /// <param name="tags">The tags; at least one, and up to 32.</param>
    /// <param name="match">Whether one of them is enough.</param>
    /// <param name="cancellationToken">Stops the waiting. The tags may have been invalidated nevertheless.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one. With <see cref="CacheTagMatch.Any"/> each tag gets a command of its own, so that one
    /// of them may fail alone; then the result is <see cref="CacheWriteResult.Unconfirmed"/>.</remarks>
    /// <exception cref="ArgumentException">There is no tag, or one is out of bounds.</exception>
    /// <exception cref="CacheUnavailableException">Redis failed and the cache's failure mode is
    /// <see cref="CacheFailureMode.Throw"/>.</exception>
    ValueTask<CacheWriteResult> RemoveByTagsAsync(
        IReadOnlyCollection<string> tags,
        CacheTagMatch match = CacheTagMatch.Any,
        CancellationToken cancellationToken = default);
}
