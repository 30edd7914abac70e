using System.Threading.RateLimiting;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>An acquire beside the client's own call of its scripts, under a limit that is never reached.</summary>
internal static class ScriptPair
{
    public static Pair Of(
        string name, string beside, int callers, Func<ValueTask<RateLimitLease>> acquire, Func<ValueTask> bare)
        => new(
            name,
            beside,
            callers,
            callers == 1 ? 4_000 : 32_000,
            async () =>
            {
                using RateLimitLease lease = await acquire();
                if (!lease.IsAcquired)
                {
                    throw new InvalidOperationException("The limit was reached.");
                }
            },
            bare);
}
