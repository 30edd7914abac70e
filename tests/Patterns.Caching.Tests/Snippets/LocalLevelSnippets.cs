using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of docs/caching/local-level.md, which runs as it stands there.</summary>
public sealed class LocalLevelSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Hold_values_in_the_process()
    {
        IDatabase database = await DatabaseAsync();

        #region local
        await using var cache = new RedisCache(database, new RedisCacheOptions
        {
            KeyPrefix = "shop",
            Local = new LocalLevelOptions { MaxEntries = 50_000, MaxBytes = 128 * 1024 * 1024 },
        });
        #endregion

        Assert.Equal(1, await ReadAsync(cache, "k", 1));
    }
}
