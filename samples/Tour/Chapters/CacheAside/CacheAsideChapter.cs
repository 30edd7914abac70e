using System.Diagnostics;
using Patterns.Caching;
using StackExchange.Redis;
using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.CacheAside;

/// <summary>
/// Cache-aside in front of SQLite. Readers prefer large cities; they read through an empty cache, then through a warm
/// one, then every entry expires and the next round begins. At last they all ask for the same uncached city at once: as
/// everybody writes it at first, through the cache, and through several caches that share nothing but Redis.
/// </summary>
internal sealed class CacheAsideChapter : ITourChapter
{
    private const double PopularityExponent = 0.99;
    private const double Jitter = 0.1;

    // Without a cache the same reads would take many times as long; a part of them is enough to compare.
    private const int SourceShare = 10;

    private const int Processes = 4;

    // Longer than a round, so that entries expire between the rounds only, when the tour says so.
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(1);

    public string Title => "Cache-aside (Patterns.Caching)";

    public async Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken)
    {
        // A prefix of this run's own: what an interrupted run left behind is not found, and expires.
        string prefix = $"tour-{Guid.NewGuid():N}";
        var options = new RedisCacheOptions
        {
            KeyPrefix = prefix,
            TimeToLive = TimeToLive,
            Jitter = Jitter,

            // A Redis that fails must end the tour instead of showing up as source calls.
            FailureMode = CacheFailureMode.Throw,
            RedisTimeout = TimeSpan.FromSeconds(30),
        };
        IDatabase database = context.Server.Connection.GetDatabase();
        IRedisCache cache = new RedisCache(database, options);
        if (context.Options.Fault != PlantedFault.None)
        {
            cache = new FaultyCache(cache, context.Options.Fault);
        }

        var entries = new KeyGroup(context.Server.Connection, prefix);
        RedisCache[] others = [.. Enumerable.Range(0, Processes).Select(_ => new RedisCache(database, options))];
        try
        {
            return await RunPhasesAsync(
                new PhaseRunner(context, cache, others, prefix), entries, context, cancellationToken);
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

        // Each of them another city, so that none finds what the one before it left behind.
        phases.Add(await runner.ReadUnprotectedAsync(
            "Stampede, GET and SET", ReadPlan.Stampede(item: 0, options.Readers), cancellationToken));
        Phase processes = await runner.ReadManyCachesAsync(
            $"Stampede, {Processes} caches", ReadPlan.Stampede(item: 1, options.Readers), cancellationToken);
        Phase stampede = await runner.ReadCacheAsync(
            "Stampede", ReadPlan.Stampede(item: 0, options.Readers), cancellationToken);
        invariants.RequireColdPhase(processes);
        invariants.RequireColdPhase(stampede);
        return new ChapterResult(CacheAsideTable.Of([.. phases, processes, stampede]), invariants.Results);
    }
}
