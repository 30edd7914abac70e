using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.AspNetCore.Internal;
using Patterns.RateLimiting.Concurrency;

namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Asks the policies of a request's endpoint before it runs, all that count over time in one round trip; tells
/// in headers and in a feature what was decided; and answers refused requests with 429, or 503 when Redis failed and
/// the limit is closed then.</summary>
public sealed class RedisRateLimitingMiddleware
{
    private readonly RequestDelegate _next;
    private readonly RedisRateLimitingOptions _options;
    private readonly IServiceProvider _services;
    private readonly IProblemDetailsService _problems;
    private readonly ConditionalWeakTable<Endpoint, RequestPlan> _plans = [];
    private readonly RequestPlan _globalPlan;

    /// <summary>Creates the middleware; <c>app.UseRedisRateLimiting()</c> does.</summary>
    /// <param name="next">What follows.</param>
    /// <param name="options">The policies.</param>
    /// <param name="services">Where the limiters are registered.</param>
    /// <param name="problems">Writes refusals.</param>
    /// <exception cref="InvalidOperationException">A global policy is unknown, or there are several without a
    /// tag.</exception>
    public RedisRateLimitingMiddleware(
        RequestDelegate next,
        IOptions<RedisRateLimitingOptions> options,
        IServiceProvider services,
        IProblemDetailsService problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _options = options.Value;
        _services = services;
        _problems = problems;
        _globalPlan = PlanOf("every request", []);
    }

    /// <summary>Limits one request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When the response is written.</returns>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequestPlan plan = context.GetEndpoint() is { } endpoint
            ? _plans.GetValue(endpoint, PlanOf)
            : _globalPlan;

        // A request that comes by again, as on its way to an error page, has been decided about.
        return plan.IsEmpty || context.Features.Get<IRateLimitFeature>() is not null
            ? _next(context)
            : LimitAsync(context, plan);
    }

    private async Task LimitAsync(HttpContext context, RequestPlan plan)
    {
        var leases = new List<RateLimitLease>(capacity: 2);
        try
        {
            List<RateLimitDecision> decisions = await plan.AskAsync(context, leases).ConfigureAwait(false);
            if (decisions.Count == 0)
            {
                await _next(context).ConfigureAwait(false);
                return;
            }

            var feature = new RateLimitFeature(context.Response, decisions);
            context.Features.Set<IRateLimitFeature>(feature);
            if (feature.IsGranted)
            {
                await _next(context).ConfigureAwait(false);
            }
            else
            {
                await RefusedResponse.WriteAsync(context, _problems, decisions).ConfigureAwait(false);
            }
        }
        finally
        {
            leases.ForEach(static lease => lease.Dispose());
        }
    }

    private RequestPlan PlanOf(Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<DisableRateLimitAttribute>() is not null
            ? new RequestPlan(endpoint.DisplayName ?? "unnamed", [], tag: null)
            : PlanOf(
                endpoint.DisplayName ?? "unnamed", endpoint.Metadata.GetOrderedMetadata<RateLimitAttribute>());

    private RequestPlan PlanOf(string endpoint, IReadOnlyList<RateLimitAttribute> attributes)
    {
        IEnumerable<RateLimitAttribute> all = _options.GlobalPolicies
            .Select(static policy => new RateLimitAttribute(policy))
            .Concat(attributes);

        // What stands nearer to the endpoint says how many permits it takes.
        AppliedPolicy[] policies = [.. all.GroupBy(one => one.Policy).Select(same => Apply(endpoint, same.Last()))];
        return new RequestPlan(endpoint, policies, _options.Tag);
    }

    private AppliedPolicy Apply(string endpoint, RateLimitAttribute attribute)
    {
        if (!_options.Policies.TryGetValue(attribute.Policy, out Func<HttpContext, string?>? partition))
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint}' has the policy '{attribute.Policy}', which does not exist: add it in "
                + "services.AddRedisRateLimiting.");
        }

        PartitionedRateLimiter<string> limiter =
            (PartitionedRateLimiter<string>?)_services.GetKeyedService<RedisRateLimiter>(attribute.Policy)
            ?? _services.GetKeyedService<RedisConcurrencyLimiter>(attribute.Policy)
            ?? throw new InvalidOperationException(
                $"The policy '{attribute.Policy}' has no limiter: register one under this name, for example with "
                + "services.AddRedisTokenBucketLimiter.");
        return new AppliedPolicy(attribute.Policy, limiter, partition, attribute.Permits);
    }
}
