using Patterns.Caching.Strategies.WriteBehind;

namespace Patterns.Caching.Tests.Support;

/// <summary>What the cases of write-behind share. Its workers run on the system's clock, with short pauses.</summary>
public abstract class WriteBehindSetup(RecipeServer server) : CacheCases(server)
{
    private protected BatchStore Store { get; } = new();

    private protected RecordingLogger<WriteBehindCache<int, string>> WorkerLog { get; } = new();

    private protected async Task<WriteBehindCache<int, string>> OpenAsync(Action<WriteBehindOptions>? configure = null)
    {
        var options = new WriteBehindOptions
        {
            FlushInterval = TimeSpan.FromMilliseconds(2),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaxRetryDelay = TimeSpan.FromMilliseconds(5),
        };
        configure?.Invoke(options);
        var cache = new RedisCache(
            await DatabaseAsync(),
            new RedisCacheOptions { KeyPrefix = Prefix, RedisTimeout = TimeSpan.FromSeconds(30) });
        return new WriteBehindCache<int, string>(cache, Store, options, key => $"row:{key}", WorkerLog);
    }

    /// <summary>Runs a worker until the writes are with the source, or as long as the test says.</summary>
    private protected static async Task WorkAsync(
        WriteBehindCache<int, string> cache, Func<Task<bool>>? until = null)
    {
        using var stop = new CancellationTokenSource();
        Task working = cache.RunAsync(stop.Token);
        await Eventually.TrueAsync(
            until ?? (async () => await cache.CountPendingAsync(Cancellation) == 0), "the writes were handed on");
        await stop.CancelAsync();
        await working;
    }

    private protected static async Task AcceptAsync(WriteBehindCache<int, string> cache, int key, string value)
        => Assert.Equal(WriteBehindOutcome.Accepted, await cache.SetAsync(key, value, Cancellation));
}
