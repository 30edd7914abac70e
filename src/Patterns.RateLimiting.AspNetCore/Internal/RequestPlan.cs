using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Patterns.RateLimiting.Combined;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>How the requests of one endpoint are limited: the limits that can be asked together in one round trip, and
/// those in which callers wait or which they hold, one after the other.</summary>
internal sealed class RequestPlan
{
    // What a client leaves out, such as a header, must not make its request fail.
    private const string NoTag = "none";

    private readonly Step[] _steps;
    private readonly int _policies;

    public RequestPlan(string endpoint, IReadOnlyList<AppliedPolicy> policies, Func<HttpContext, string?>? tag)
    {
        AppliedPolicy[] together =
            [.. policies.Where(policy => policy.Limiter is RedisRateLimiter { CanBeCombined: true })];
        var steps = new List<Step>();
        if (together.Length > 1)
        {
            if (tag is null)
            {
                string names = string.Join(", ", together.Select(policy => policy.Name));
                throw new InvalidOperationException(
                    $"The endpoint '{endpoint}' has the policies {names}, which need a common tag to be asked in one "
                    + "round trip: set RedisRateLimitingOptions.Tag to what their partitions have in common, such "
                    + "as the tenant.");
            }

            var combined = new CombinedRateLimiter<HttpContext>(
                context => PartitionName.From(tag(context) is { Length: > 0 } name ? name : NoTag),
                [
                    .. together.Select(policy => new CombinedPolicy<HttpContext>(
                        (RedisRateLimiter)policy.Limiter, policy.PartitionOf, policy.Permits)),
                ]);
            steps.Add(async context =>
                await combined.AcquireAsync(context, 1, context.RequestAborted).ConfigureAwait(false));
        }

        IEnumerable<AppliedPolicy> alone = together.Length > 1 ? policies.Except(together) : policies;
        steps.AddRange(alone.OrderBy(policy => policy.Limiter is RedisRateLimiter ? 0 : 1).Select(AskAlone));
        _steps = [.. steps];
        _policies = policies.Count;
    }

    /// <returns>Null if the request is left out.</returns>
    private delegate ValueTask<RateLimitLease?> Step(HttpContext context);

    public bool IsEmpty => _steps.Length == 0;

    /// <summary>Asks the limits until one refuses.</summary>
    /// <param name="context">The request.</param>
    /// <param name="leases">Gets the leases, to be disposed of when the request is over.</param>
    public async ValueTask<List<RateLimitDecision>> AskAsync(HttpContext context, List<RateLimitLease> leases)
    {
        var decisions = new List<RateLimitDecision>(_policies);
        foreach (Step step in _steps)
        {
            if (await step(context).ConfigureAwait(false) is not { } lease)
            {
                continue;
            }

            leases.Add(lease);
            switch (lease)
            {
                case CombinedRateLimitLease combined:
                    decisions.AddRange(combined.Decisions);
                    break;
                case RedisRateLimitLease single:
                    decisions.Add(single.Decision);
                    break;
            }

            if (!lease.IsAcquired)
            {
                break;
            }
        }

        return decisions;
    }

    private static Step AskAlone(AppliedPolicy policy) => async context =>
        policy.PartitionOf(context) is { } partition
            ? await policy.Limiter
                .AcquireAsync(partition, policy.Permits, context.RequestAborted)
                .ConfigureAwait(false)
            : null;
}
