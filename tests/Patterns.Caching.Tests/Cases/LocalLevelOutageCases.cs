using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>The level in the process while Redis is gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class LocalLevelOutageCases(InterruptibleServer server) : CacheCases(server), IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly InterruptibleServer _server = server;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_lost_connection_closes_the_level_at_once_and_it_opens_empty_when_it_hears_itself_again()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        await using RedisCache cache = await CreateAsync(
            options => options.Local = new LocalLevelOptions { HeartbeatInterval = _interval });
        await OpenAsync(cache, TimeSpan.Zero);
        await ReadAsync(cache, "k", "value");
        Assert.Equal(1, cache.Local!.Count);

        // The clock stands still: nothing is silent, and no time to live is over.
        await _server.KillAsync();
        await Eventually.TrueAsync(() => !cache.Local.IsOpen, "the level was closed");
        Assert.Equal(0, cache.Local.Count);
        Assert.Equal(1, measurements.Sum("patterns.cache.local.flushes", "disconnect"));

        await _server.StartAgainAsync();
        await OpenAsync(cache, _interval);
        Assert.Equal(0, cache.Local.Count);
    }

    /// <summary>Lets the cache beat until it has heard itself.</summary>
    private async Task OpenAsync(RedisCache cache, TimeSpan step) => await Eventually.TrueAsync(
        async () =>
        {
            await Clock.AdvanceAsync(step, Cancellation);
            return cache.Local!.IsOpen;
        },
        "the level opened");
}
