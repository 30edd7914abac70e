using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests;

/// <summary>Time passes at once on the engine, so here entries really grow old.</summary>
public sealed class ExpiryOnEngineTests(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Entries_that_were_stored_together_do_not_expire_together()
    {
        const int Entries = 1_000;
        RedisCache cache = await CreateAsync(options =>
        {
            options.TimeToLive = TimeSpan.FromMinutes(100);
            options.Random = new Random(42);
        });
        await Task.WhenAll(Enumerable.Range(0, Entries).Select(entry => ReadAsync(cache, $"k{entry}", entry)));

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(90) - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Equal(Entries, await CountAsync(cache, Entries));

        int alive = Entries;
        for (int step = 1; step <= 10; step++)
        {
            await Clock.AdvanceAsync(TimeSpan.FromMinutes(2), Cancellation);
            int left = await CountAsync(cache, Entries);

            // A tenth of the entries expires in a tenth of the span; five standard deviations are 47 of 100.
            Assert.InRange(alive - left, 53, 147);
            alive = left;
        }

        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Equal(0, await CountAsync(cache, Entries));
    }

    [Fact]
    public async Task The_source_is_called_once_per_expiry()
    {
        RedisCache cache = await CreateAsync(options => options.Jitter = 0);
        int calls = 0;
        for (int expiry = 1; expiry <= 3; expiry++)
        {
            Assert.Equal(expiry, await ReadCountAsync());
            await Clock.AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1), Cancellation);
            Assert.Equal(expiry, await ReadCountAsync());

            // Redis keeps an entry through its last millisecond.
            await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(2), Cancellation);
        }

        Task<int> ReadCountAsync()
            => cache.GetOrSetAsync(
                "k", (_, _) => ValueTask.FromResult(++calls), null, cancellationToken: Cancellation).AsTask();
    }

    private static async Task<int> CountAsync(RedisCache cache, int entries)
    {
        CacheLookup<int>[] lookups = await Task.WhenAll(Enumerable.Range(0, entries).Select(
            entry => cache.TryGetAsync<int>($"k{entry}", Cancellation).AsTask()));
        return lookups.Count(lookup => lookup.HasValue);
    }
}
