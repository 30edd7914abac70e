using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Patterns.Caching.HotKeys;
using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of the pages about write-behind and hot keys, which runs as it stands there.</summary>
public sealed class WriteBehindSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Register_and_write()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(await ConnectAsync());

        #region register
        services.AddRedisCache(options => options.KeyPrefix = "shop");
        services.AddRedisWriteBehind<int, Profile, ProfileTable>(
            options => options.FlushInterval = TimeSpan.FromMilliseconds(50),
            nameOf: id => $"profile:{id}");
        #endregion

        await using ServiceProvider provider = services.BuildServiceProvider();
        CancellationToken cancellationToken = Cancellation;
        IHostedService worker = Assert.Single(provider.GetServices<IHostedService>());
        await worker.StartAsync(Cancellation);

        #region write
        var profiles = provider.GetRequiredService<WriteBehindCache<int, Profile>>();

        WriteBehindOutcome outcome = await profiles.SetAsync(7, new Profile(7, "Ada"), cancellationToken);
        Profile? ada = await profiles.GetAsync(7, cancellationToken);      // at once, though the table has nothing yet
        #endregion

        Assert.Equal((WriteBehindOutcome.Accepted, "Ada"), (outcome, ada?.Name));
        await Eventually.TrueAsync(
            async () => await profiles.CountPendingAsync(Cancellation) == 0, "the table has it");
        await worker.StopAsync(Cancellation);
        Assert.Equal("Ada", provider.GetRequiredService<ProfileTable>().Rows[7].Name);
    }

    [Fact]
    public async Task Dead_writes()
    {
        var cache = new RedisCache(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix });
        var profiles = new WriteBehindCache<int, Profile>(cache, new ProfileTable());
        CancellationToken cancellationToken = Cancellation;

        #region dead
        foreach (DeadWrite<int, Profile> dead in await profiles.DeadWrites.ListAsync(100, cancellationToken))
        {
            Console.WriteLine($"{dead.Name}: {dead.Reason}, {dead.Error}");
            await profiles.DeadWrites.ReplayAsync(dead, cancellationToken);      // or DeleteAsync
        }
        #endregion

        Assert.Equal(0, await profiles.CountPendingAsync(Cancellation));
    }

    [Fact]
    public async Task Hot_keys()
    {
        IDatabase database = await DatabaseAsync();

        #region hot-keys
        var cache = new RedisCache(database, new RedisCacheOptions
        {
            KeyPrefix = "shop",
            HotKeys = new HotKeyOptions { Threshold = 2_000, Copies = 2 },
        });

        IReadOnlyList<HotKey> hottest = cache.HotKeys;      // what this process reads more than 2,000 times in a second
        #endregion

        Assert.Empty(hottest);
    }

    private sealed record Profile(int Id, string Name);

    #region store
    private sealed class ProfileTable : ICacheBatchStore<int, Profile>
    {
        public Dictionary<int, Profile> Rows { get; } = [];

        public ValueTask<Profile?> LoadAsync(int id, CancellationToken cancellationToken)
            => ValueTask.FromResult(Rows.GetValueOrDefault(id));

        // One statement for all, such as INSERT ... ON CONFLICT (id) DO UPDATE ... WHERE version < excluded.version.
        public ValueTask WriteManyAsync(
            IReadOnlyList<PendingWrite<int, Profile>> writes, CancellationToken cancellationToken)
        {
            foreach (PendingWrite<int, Profile> write in writes)
            {
                if (write.Value is { } profile)
                {
                    Rows[write.Key] = profile;
                }
                else
                {
                    Rows.Remove(write.Key);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
    #endregion
}
