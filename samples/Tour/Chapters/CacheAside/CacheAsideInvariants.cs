using Patterns.Caching;
using Tour.Cities;

namespace Tour.Chapters.CacheAside;

/// <summary>What cache-aside promises, checked on what the readers, the source and the server saw.</summary>
/// <param name="store">The system of record.</param>
/// <param name="timeToLive">How long an entry was asked to live.</param>
/// <param name="jitter">By which share its life may be longer or shorter.</param>
internal sealed class CacheAsideInvariants(CityStore store, TimeSpan timeToLive, double jitter)
{
    private const string OtherClients = "(those of its other clients are counted too)";

    // Entries outlive their time by twice the time of a lease, so that there is a place for it.
    private static readonly TimeSpan _keptForLeases = 2 * new RedisCacheOptions().LeaseTime;

    private readonly Dictionary<long, CityProfile> _rows = [];

    /// <summary>The checks so far.</summary>
    public Invariants Results { get; } = new();

    /// <summary>A phase that began with none of its cities in the cache.</summary>
    public void RequireColdPhase(Phase phase)
    {
        RequireTrueValues(phase);
        int distinct = phase.Plan.DistinctItems.Count;
        int calls = phase.Ledger.SourceCalls;
        Results.Require(
            "The source is called exactly once per distinct city and expiry",
            calls == distinct && phase.Ledger.SourceCallsPerCity.All(count => count == 1),
            $"in '{phase.Name}' it was called {calls:N0} times for {distinct:N0} distinct cities, "
            + $"up to {phase.Ledger.SourceCallsPerCity.DefaultIfEmpty().Max():N0} times for one");
        RequireHitRate(phase, phase.Plan.ImpliedHitRate);

        long gets = phase.Server.CallsOf("get");
        long reads = phase.Ledger.Reads;
        Results.Require(
            "A read costs one GET at most, and scripts read again only for those who missed",
            gets >= distinct && gets - reads <= phase.Server.CallsOf("evalsha"),
            $"in '{phase.Name}' the server ran {gets:N0} GETs for {reads:N0} reads "
            + $"with {phase.Server.CallsOf("evalsha"):N0} calls of scripts");

        // Both are SETs inside of scripts; the client's own would be named otherwise.
        long stores = phase.Server.CallsOf("set");
        Results.Require(
            "Every fill takes one lease and stores one value",
            stores == 2 * calls,
            $"in '{phase.Name}' the server ran {stores:N0} SETs for {calls:N0} source calls {OtherClients}");
    }

    /// <summary>A phase that began with all of its cities in the cache.</summary>
    public void RequireWarmPhase(Phase phase)
    {
        RequireTrueValues(phase);
        RequireHitRate(phase, implied: 1);
        long gets = phase.Server.CallsOf("get");
        Results.Require(
            "A hit costs one GET and one PTTL, shared by all who read in the same moment",
            gets >= phase.Plan.DistinctItems.Count
                && gets <= phase.Ledger.Reads
                && phase.Server.CallsOf("pttl") == gets
                && phase.Server.Commands == 2 * gets,
            $"in '{phase.Name}' the server ran {phase.Server.Commands:N0} commands for {phase.Ledger.Reads:N0} reads "
            + OtherClients);
    }

    /// <summary>The entries that a phase left behind.</summary>
    public void RequireExpiry(Phase phase, IReadOnlyCollection<TimeSpan?> timesToLive, TimeSpan sinceFirstFill)
    {
        int distinct = phase.Plan.DistinctItems.Count;
        Results.Require(
            "Every city that was read has exactly one entry",
            timesToLive.Count == distinct,
            $"after '{phase.Name}' there are {timesToLive.Count:N0} entries for {distinct:N0} distinct cities");

        TimeSpan shortest = (timeToLive * (1 - jitter)) - sinceFirstFill;
        TimeSpan longest = (timeToLive * (1 + jitter)) + _keptForLeases;
        int outside = timesToLive.Count(life => life is null || life < shortest || life > longest);
        Results.Require(
            "Every entry expires, within the jitter around its time to live",
            outside == 0,
            $"after '{phase.Name}' {outside:N0} entries have no time to live between {shortest:c} and {longest:c}");
    }

    private void RequireTrueValues(Phase phase)
    {
        int wrong = phase.Ledger.CountReads((id, value) => value != RowOf(id));
        Results.Require(
            "Every value read equals the row in SQLite",
            wrong == 0 && phase.Ledger.Reads == phase.Plan.Reads,
            $"in '{phase.Name}' {wrong:N0} of {phase.Ledger.Reads:N0} values differed");
    }

    private void RequireHitRate(Phase phase, double implied) => Results.Require(
        "The hit rate is at least what the plan of the reads implies",
        phase.Ledger.HitRate >= implied,
        $"in '{phase.Name}' it was {phase.Ledger.HitRate:P2} instead of {implied:P2}");

    // The rows do not change during the tour, so each is asked for once.
    private CityProfile RowOf(long id)
    {
        if (!_rows.TryGetValue(id, out CityProfile? row))
        {
            row = store.FindProfile(id);
            _rows.Add(id, row);
        }

        return row;
    }
}
