using Patterns.Caching;
using Tour.Cities;
using Tour.Workloads;

namespace Tour.Chapters.CacheAside;

/// <summary>Sends the crowd through a plan, with the cache or without it.</summary>
internal sealed class PhaseRunner(ChapterContext context, IRedisCache cache)
{
    /// <summary>The readers ask SQLite itself: what the cache is compared with.</summary>
    public Task<Phase> ReadSourceAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(name, plan, ReadSourceAsync, cancellationToken);

    /// <summary>The readers ask the cache, which asks SQLite for what it lacks.</summary>
    public Task<Phase> ReadCacheAsync(string name, ReadPlan plan, CancellationToken cancellationToken)
        => RunAsync(name, plan, ReadCacheAsync, cancellationToken);

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

    private async Task ReadCacheAsync(long id, ReadLedger ledger, CancellationToken cancellationToken)
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
