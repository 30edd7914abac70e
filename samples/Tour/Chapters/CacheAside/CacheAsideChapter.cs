using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Patterns.Caching;
using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.CacheAside;

/// <summary>
/// Cache-aside in front of SQLite. Readers prefer large cities; they read through an empty cache, then through a warm
/// one, then every entry expires and the next round begins. At last they all ask for the same uncached city at once.
/// </summary>
internal sealed class CacheAsideChapter : ITourChapter
{
    private const double PopularityExponent = 0.99;
    private const double Jitter = 0.1;

    // Without a cache the same reads would take many times as long; a part of them is enough to compare.
    private const int SourceShare = 10;

    // Longer than a round, so that entries expire between the rounds only, when the tour says so.
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(1);

    public string Title => "Cache-aside (Patterns.Caching)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        // A prefix of this run's own: what an interrupted run left behind is not found, and expires.
        string prefix = $"tour-{Guid.NewGuid():N}";
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(context.Server.Connection)
            .AddRedisCache(options =>
            {
                options.KeyPrefix = prefix;
                options.TimeToLive = TimeToLive;
                options.Jitter = Jitter;
                // A Redis that fails must end the tour instead of showing up as source calls.
                options.FailureMode = CacheFailureMode.Throw;
                options.RedisTimeout = TimeSpan.FromSeconds(30);
            })
            .BuildServiceProvider();

        IRedisCache cache = services.GetRequiredService<IRedisCache>();
        if (context.Options.Fault != PlantedFault.None)
        {
            cache = new FaultyCache(cache, context.Options.Fault);
        }

        var entries = new KeyGroup(context.Server.Connection, prefix);
        try
        {
            return await RunPhasesAsync(new PhaseRunner(context, cache), entries, context, cancellationToken);
        }
        finally
        {
            await entries.DeleteAsync();
        }
    }

    private static async Task<ChapterResult> RunPhasesAsync(
        PhaseRunner runner, KeyGroup entries, ChapterContext context, CancellationToken cancellationToken)
    {
        TourOptions options = context.Options;
        var popularity = new ZipfDistribution(context.Cities.Count, PopularityExponent);
        var plan = ReadPlan.Draw(popularity, options.Readers, options.Reads, options.Seed);
        var invariants = new CacheAsideInvariants(context.Store, TimeToLive, Jitter);
        var phases = new List<Phase>
        {
            await runner.ReadSourceAsync("SQLite alone", plan.Shortened(SourceShare), cancellationToken),
        };
        for (int round = 1; round <= options.Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Phase cold = await runner.ReadCacheAsync($"Empty cache {round}", plan, cancellationToken);
            Phase warm = await runner.ReadCacheAsync($"Warm cache {round}", plan, cancellationToken);
            IReadOnlyCollection<TimeSpan?> timesToLive = await entries.ReadTimesToLiveAsync();
            TimeSpan sinceFirstFill = Stopwatch.GetElapsedTime(start);
            invariants.RequireColdPhase(cold);
            invariants.RequireWarmPhase(warm);
            invariants.RequireExpiry(warm, timesToLive, sinceFirstFill);
            await entries.ExpireAsync(cancellationToken);
            phases.AddRange([cold, warm]);
        }

        var everyone = ReadPlan.Stampede(item: 0, options.Readers);
        Phase stampede = await runner.ReadCacheAsync("Stampede", everyone, cancellationToken);
        invariants.RequireColdPhase(stampede);
        return new ChapterResult(CacheAsideTable.Of([.. phases, stampede]), invariants.Results);
    }
}
