using Patterns.Caching;

namespace CachedCatalog;

#region catalog
/// <summary>A catalog as a service has it: reads through the cache, writes to the table and then invalidates.</summary>
public sealed class Catalog(IRedisCache cache, ProductTable table)
{
    private static readonly CacheEntryOptions _options = new()
    {
        TimeToLive = TimeSpan.FromMinutes(10),
        StaleFor = TimeSpan.FromHours(1),              // what is served while the table is down
        EarlyRefreshBeta = 1,                          // popular products are refreshed before their time is over
    };

    public static string KeyOf(int id) => $"product:{id}";

    public ValueTask<Product?> FindAsync(int id, CancellationToken cancellationToken = default)
        => cache.GetOrSetAsync(
            KeyOf(id),
            (table, id),
            static (source, _, token) => source.table.FindAsync(source.id, token),
            _options,
            cancellationToken: cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, Product>> FindManyAsync(
        IEnumerable<int> ids, CancellationToken cancellationToken = default)
        => cache.GetOrSetManyAsync<Product>(
            [.. ids.Select(KeyOf)],
            (missing, _, token) => table.FindManyAsync(missing.Select(IdOf), token),
            _options,
            cancellationToken: cancellationToken);

    public async ValueTask ChangeAsync(Product product, CancellationToken cancellationToken = default)
    {
        // The table first: a reader between the two steps would otherwise store the old row after the invalidation.
        Product? before = table.Put(product);
        await cache.RemoveAsync(KeyOf(product.Id), cancellationToken);

        // A product that changes its author changes what is known of both.
        string[] tags = [TagOf(product.Author), TagOf(before?.Author ?? product.Author)];
        await cache.RemoveByTagsAsync(tags, cancellationToken: cancellationToken);
    }

    public ValueTask<decimal?> CheapestOfAsync(string author, int[] ids, CancellationToken cancellationToken = default)
        => cache.GetOrSetAsync(
            $"cheapest:{author}",
            async (_, token) => (await FindManyAsync(ids, token)).Values
                .Where(product => product.Author == author)
                .Min(product => (decimal?)product.Price),
            tags: [TagOf(author)],
            cancellationToken: cancellationToken);

    private static string TagOf(string author) => $"author:{author}";

    private static int IdOf(string key) => int.Parse(key.AsSpan("product:".Length));
}
#endregion
