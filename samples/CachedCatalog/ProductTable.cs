using System.Collections.Concurrent;

namespace CachedCatalog;

/// <summary>Stands for a database that takes its time, counts what it is asked, and can fail.</summary>
public sealed class ProductTable(TimeSpan latency)
{
    private readonly ConcurrentDictionary<int, Product> _rows = new();
    private int _queries;

    public int Queries => Volatile.Read(ref _queries);

    public bool IsDown { get; set; }

    public void Put(Product product) => _rows[product.Id] = product;

    public async ValueTask<Product?> FindAsync(int id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        return IsDown ? throw new InvalidOperationException("The database is down.") : _rows.GetValueOrDefault(id);
    }

    public async ValueTask<IReadOnlyDictionary<string, Product>> FindManyAsync(
        IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        return ids.Where(_rows.ContainsKey).ToDictionary(Catalog.KeyOf, id => _rows[id]);
    }
}
