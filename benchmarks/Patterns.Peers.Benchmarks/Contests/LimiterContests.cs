using System.Threading.RateLimiting;
using Patterns.Peers.Benchmarks.Measuring;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>Permits of limits that are never reached.</summary>
internal static class LimiterContests
{
    /// <summary>More than a round takes in <see cref="Window"/>.</summary>
    public const int Limit = 1_000_000;

    /// <summary>More leases than callers hold.</summary>
    public const int Leases = 100_000;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public static IEnumerable<Contest> All(ILibraries[] sides, Meter meter, Func<ConnectionMultiplexer> connect)
        => from callers in (int[])[1, 64]
           from kind in Enum.GetValues<LimitKind>()
           select new Contest(
               $"{Name(kind)}, {callers} callers",
               "us",
               [
                   .. sides.SelectMany(side => side.Limiters(kind))
                       .Select(library => Acquire(library.Name, library.Open(connect()), meter, callers)),
               ]);

    private static Contestant Acquire(
        string name, Func<ValueTask<RateLimitLease>> acquire, Meter meter, int callers)
        => new(name, () => meter.CallsAsync(callers, callers == 1 ? 4_000 : 32_000, async () =>
        {
            using RateLimitLease lease = await acquire();
            if (!lease.IsAcquired)
            {
                throw new InvalidOperationException("The limit was reached.");
            }
        }));

    private static string Name(LimitKind kind) => kind switch
    {
        LimitKind.FixedWindow => "Fixed window",
        LimitKind.SlidingLog => "Sliding log",
        LimitKind.TokenBucket => "Token bucket",
        _ => "Concurrency, permit and return",
    };
}
