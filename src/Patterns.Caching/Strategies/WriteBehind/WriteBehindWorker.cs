using Microsoft.Extensions.Hosting;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A worker that lives as long as its host.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="cache">Whose writes the source gets.</param>
internal sealed class WriteBehindWorker<TKey, TValue>(WriteBehindCache<TKey, TValue> cache) : BackgroundService
    where TKey : notnull
    where TValue : class
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => cache.RunAsync(stoppingToken);
}
