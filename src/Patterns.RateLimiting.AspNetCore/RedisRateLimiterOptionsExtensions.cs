using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Patterns.RateLimiting.AspNetCore.Internal;
using Patterns.RateLimiting.Concurrency;

namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Uses limiters on Redis inside ASP.NET Core's own <c>AddRateLimiter</c> and <c>UseRateLimiter</c>.</summary>
public static class RedisRateLimiterOptionsExtensions
{
    private const string NoLimit = "";

    /// <summary>Adds a policy for <c>[EnableRateLimiting]</c> and <c>RequireRateLimiting</c>.</summary>
    /// <param name="options">ASP.NET Core's options.</param>
    /// <param name="limiter">The name of a registered <see cref="RedisRateLimiter"/> or
    /// <see cref="RedisConcurrencyLimiter"/>, and of the policy.</param>
    /// <param name="partition">Whose permits a request takes; null does not limit it.</param>
    /// <returns>The same options.</returns>
    public static RateLimiterOptions AddRedisPolicy(
        this RateLimiterOptions options, string limiter, Func<HttpContext, string?> partition)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(limiter);
        ArgumentNullException.ThrowIfNull(partition);
        return options.AddPolicy(limiter, context =>
        {
            if (partition(context) is not { Length: > 0 } name)
            {
                return RateLimitPartition.GetNoLimiter(NoLimit);
            }

            IServiceProvider services = context.RequestServices;
            return RateLimitPartition.Get(
                PartitionName.From(name),
                services.GetKeyedService<RedisConcurrencyLimiter>(limiter) is { } concurrency
                    ? concurrency.For
                    : services.GetRequiredKeyedService<RedisRateLimiter>(limiter).For);
        });
    }

    /// <summary>Answers refusals as <see cref="RedisRateLimitingMiddleware"/> does: with headers and problem
    /// details. ASP.NET Core tells nobody of what it grants, so granted responses have no headers.</summary>
    /// <param name="options">ASP.NET Core's options.</param>
    /// <returns>The same options.</returns>
    public static RateLimiterOptions UseRedisProblemDetails(this RateLimiterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.OnRejected = static async (rejected, _) =>
        {
            HttpContext context = rejected.HttpContext;
            if (rejected.Lease is RedisRateLimitLease lease)
            {
                RateLimitDecision[] decisions = [lease.Decision];
                RateLimitHeaders.Write(context.Response, decisions);
                await RefusedResponse
                    .WriteAsync(
                        context, context.RequestServices.GetRequiredService<IProblemDetailsService>(), decisions)
                    .ConfigureAwait(false);
            }
        };
        return options;
    }
}
