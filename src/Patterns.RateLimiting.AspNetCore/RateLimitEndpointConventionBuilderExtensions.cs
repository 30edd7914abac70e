using Microsoft.AspNetCore.Builder;

namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Puts endpoints under policies.</summary>
public static class RateLimitEndpointConventionBuilderExtensions
{
    /// <summary>Puts the endpoints under policies, which all must grant.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <param name="policies">The names of the policies.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireRateLimit<TBuilder>(this TBuilder builder, params string[] policies)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(policies);
        return builder.WithMetadata([.. policies.Select(policy => new RateLimitAttribute(policy))]);
    }

    /// <summary>Puts the endpoints under a policy, of which a request takes several permits.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="permits">How many permits; 1 or more.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireRateLimit<TBuilder>(this TBuilder builder, string policy, int permits)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        return builder.WithMetadata(new RateLimitAttribute(policy) { Permits = permits });
    }

    /// <summary>Exempts the endpoints from all policies.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder DisableRateLimit<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new DisableRateLimitAttribute());
}
