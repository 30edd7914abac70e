using System.Collections.Concurrent;

namespace CachedCatalog;

/// <summary>Stands for a database that takes its time, counts what it is asked, and can fail.</summary>
public sealed class ProductTable(TimeSpan latency)
{
    private readonly ConcurrentDictionary<int, Product> _rows = new();
    private int _queries;

    public int Queries => Volatile.Read(ref _queries);

    public bool IsDown { get; set; }

    /// <summary>Writes a row.</summary>
    /// <returns>What it was before; null for a new one.</returns>
    public Product? Put(Product product)
    {
        Product? before = null;
        _rows.AddOrUpdate(product.Id, product, (_, old) =>
        {
            before = old;
            return product;
        });
        return before;
    }

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
