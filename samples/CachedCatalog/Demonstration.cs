using Patterns.Caching;
using StackExchange.Redis;

namespace CachedCatalog;

/// <summary>What goes wrong with caches, and what happens here instead. Each cache stands for a process: they share
/// nothing but Redis.</summary>
public sealed class Demonstration(IDatabase database, string prefix, TextWriter output)
{
    private const int Processes = 4;
    private const int Readers = 50;

    private readonly ProductTable _table = new(TimeSpan.FromMilliseconds(50));

    public async Task RunAsync()
    {
        for (int id = 1; id <= 20; id++)
        {
            _table.Put(new Product(id, $"book {id}", id % 2 == 0 ? "ada" : "bob", 10 + id));
        }

        Catalog[] catalogs = [.. Enumerable.Range(0, Processes).Select(_ => new Catalog(CreateCache(), _table))];
        await StampedeAsync(catalogs);
        await StaleSetAsync(catalogs);
        await TagsAsync(catalogs);
        await BulkAsync(catalogs);
        await FailingSourceAsync(catalogs);
    }

    private async Task StampedeAsync(Catalog[] catalogs)
    {
        int before = _table.Queries;
        await Task.WhenAll(
            from catalog in catalogs
            from _ in Enumerable.Range(0, Readers)
            select catalog.FindAsync(1).AsTask());
        output.WriteLine(
            $"stampede: {Processes * Readers} readers in {Processes} processes, {_table.Queries - before} query");
    }

    private async Task StaleSetAsync(Catalog[] catalogs)
    {
        ValueTask<Product?> slowReader = catalogs[0].FindAsync(2);
        await catalogs[1].ChangeAsync(new Product(2, "book 2", "ada", 99));
        await slowReader;
        Product? after = await catalogs[2].FindAsync(2);
        output.WriteLine($"stale set: the price is {after?.Price} after it was changed while a reader was reading");
    }

    private async Task TagsAsync(Catalog[] catalogs)
    {
        int[] ids = [2, 4, 6];
        decimal? before = await catalogs[0].CheapestOfAsync("ada", ids);
        await catalogs[1].ChangeAsync(new Product(6, "book 6", "ada", 1));
        decimal? after = await catalogs[2].CheapestOfAsync("ada", ids);
        output.WriteLine($"tags: ada's cheapest book costs {before}, then {after}");
    }

    private async Task BulkAsync(Catalog[] catalogs)
    {
        int before = _table.Queries;
        int found = (await catalogs[0].FindManyAsync(Enumerable.Range(1, 30))).Count;
        output.WriteLine($"bulk: {found} of 30 products exist, {_table.Queries - before} query for what was missing");
    }

    private async Task FailingSourceAsync(Catalog[] catalogs)
    {
        await CreateCache().ExpireAsync(Catalog.KeyOf(1));
        _table.IsDown = true;
        Product? stale = await catalogs[3].FindAsync(1);
        _table.IsDown = false;
        output.WriteLine($"failing source: '{stale?.Name}' is served although its time is over");
    }

    private RedisCache CreateCache() => new(database, new RedisCacheOptions { KeyPrefix = prefix });
}
