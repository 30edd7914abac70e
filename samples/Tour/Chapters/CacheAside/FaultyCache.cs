using Patterns.Caching;
using Tour.Cities;

namespace Tour.Chapters.CacheAside;

/// <summary>A cache with a planted fault, for those who want to see that the invariants have teeth.</summary>
internal sealed class FaultyCache(IRedisCache cache, PlantedFault fault) : IRedisCache
{
    public ValueTask<T> GetOrSetAsync<T>(
        string key,
        Func<CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
        => GetOrSetAsync(
            key, factory, static (factory, context, token)
                => factory(context, token), options, tags, cancellationToken);

    public async ValueTask<T> GetOrSetAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        if (fault == PlantedFault.ExtraCommand)
        {
            await cache.TryGetAsync<T>(key, cancellationToken);
        }

        T value = await cache.GetOrSetAsync(key, state, FaultyFactory, options, tags, cancellationToken);
        return fault == PlantedFault.WrongValue && value is CityProfile city
            ? (T)(object)(city with { Population = city.Population + 1 })
            : value;

        async ValueTask<T> FaultyFactory(TState state, CacheFactoryContext context, CancellationToken token)
        {
            switch (fault)
            {
                case PlantedFault.SourceTwice:
                    await factory(state, context, token);
                    break;
                case PlantedFault.NoStore:
                    context.DoNotStore();
                    break;
                case PlantedFault.LateExpiry:
                    context.TimeToLive *= 2;
                    break;
            }

            return await factory(state, context, token);
        }
    }

    public ValueTask<CacheLookup<T>> TryGetAsync<T>(string key, CancellationToken cancellationToken = default)
        => cache.TryGetAsync<T>(key, cancellationToken);

    public ValueTask<CacheWriteResult> SetAsync<T>(
        string key,
        T value,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
        => cache.SetAsync(key, value, options, tags, cancellationToken);

    public ValueTask<CacheWriteResult> RemoveAsync(string key, CancellationToken cancellationToken = default)
        => cache.RemoveAsync(key, cancellationToken);

    public ValueTask<CacheWriteResult> ExpireAsync(string key, CancellationToken cancellationToken = default)
        => cache.ExpireAsync(key, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, T>> GetOrSetManyAsync<T>(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<string>, CacheFactoryContext, CancellationToken, ValueTask<IReadOnlyDictionary<string, T>>>
            factory,
        CacheEntryOptions? options = null,
        IReadOnlyCollection<string>? tags = null,
        CancellationToken cancellationToken = default)
        => cache.GetOrSetManyAsync(keys, factory, options, tags, cancellationToken);

    public ValueTask<CacheWriteResult> RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
        => cache.RemoveByTagAsync(tag, cancellationToken);

    public ValueTask<CacheWriteResult> RemoveByTagsAsync(
        IReadOnlyCollection<string> tags,
        CacheTagMatch match = CacheTagMatch.Any,
        CancellationToken cancellationToken = default)
        => cache.RemoveByTagsAsync(tags, match, cancellationToken);
}
