using System.Text.Json;
using Patterns.Caching;
using StackExchange.Redis;
using Tour.Cities;
using Tour.Workloads;

namespace Tour.Chapters.CacheAside;

/// <summary>Sends the crowd through a plan, with the cache or without it.</summary>
/// <param name="context">The chapter.</param>
/// <param name="cache">The cache.</param>
/// <param name="others">More caches of the same entries, each as another process would have it.</param>
/// <param name="prefix">What the chapter's keys begin with.</param>
internal sealed class PhaseRunner(
    ChapterContext context, IRedisCache cache, IReadOnlyList<IRedisCache> others, string prefix)
{
    private readonly IDatabase _database = context.Server.Connection.GetDatabase();
    private int _next;

    /// <summary>The readers ask SQLite itself: what the cache is compared with.</summary>
    public Task<Phase> ReadSourceAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(name, plan, ReadSourceAsync, cancellationToken);

    /// <summary>The readers ask the cache, which asks SQLite for what it lacks.</summary>
    public Task<Phase> ReadCacheAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(name, plan, ReadCacheAsync, cancellationToken);

    /// <summary>The readers ask several caches in turn, as if they were in several processes.</summary>
    public Task<Phase> ReadManyCachesAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(
            name,
            plan,
            (id, ledger, token) =>
                ReadAsync(others[Interlocked.Increment(ref _next) % others.Count], id, ledger, token),
            cancellationToken);

    /// <summary>
    /// The readers do what everybody writes at first: GET, the row, SET. No cache protects the source.
    /// </summary>
    public Task<Phase> ReadUnprotectedAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(name, plan, ReadUnprotectedAsync, cancellationToken);

    private async Task<Phase> RunAsync(
        string name,
        ReadPlan plan,
        Func<long, ReadLedger, CancellationToken, Task> read,
        CancellationToken cancellationToken)
    {
        var ledger = new ReadLedger();
        Pass pass = await Pass.RunAsync(
            context, name, plan, (item, token) => read(context.Cities[item].Id, ledger, token), cancellationToken);
        return new Phase(name, plan, ledger, pass.Crowd, pass.Server);
    }

    private async Task ReadSourceAsync(long id, ReadLedger ledger, CancellationToken cancellationToken)
    {
        ledger.SourceCalled(id);
        CityProfile profile = await context.Store.FindProfileAsync(id, cancellationToken);
        ledger.Answered(id, profile, calledSource: true);
    }

    private async Task ReadUnprotectedAsync(long id, ReadLedger ledger, CancellationToken cancellationToken)
    {
        RedisKey key = $"{prefix}:plain:{id}";
        RedisValue bytes = await _database.StringGetAsync(key);
        if (bytes.HasValue)
        {
            ledger.Answered(id, JsonSerializer.Deserialize<CityProfile>((string)bytes!)!, calledSource: false);
            return;
        }

        ledger.SourceCalled(id);
        CityProfile profile = await context.Store.FindProfileAsync(id, cancellationToken);
        await _database.StringSetAsync(key, JsonSerializer.Serialize(profile), TimeSpan.FromMinutes(5));
        ledger.Answered(id, profile, calledSource: true);
    }

    private Task ReadCacheAsync(long id, ReadLedger ledger, CancellationToken cancellationToken)
        => ReadAsync(cache, id, ledger, cancellationToken);

    private async Task ReadAsync(
        IRedisCache cache, long id, ReadLedger ledger, CancellationToken cancellationToken)
    {
        bool calledSource = false;
        CityProfile profile = await cache.GetOrSetAsync(
            $"city:{id}",
            async (_, token) =>
            {
                calledSource = true;
                ledger.SourceCalled(id);
                return await context.Store.FindProfileAsync(id, token);
            },
            cancellationToken: cancellationToken);
        ledger.Answered(id, profile, calledSource);
    }
}
