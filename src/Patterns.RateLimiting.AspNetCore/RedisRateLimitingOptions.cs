using Microsoft.AspNetCore.Http;

namespace Patterns.RateLimiting.AspNetCore;

/// <summary>The policies of <see cref="RedisRateLimitingMiddleware"/>. They are read once, when it is created; the
/// limits themselves follow their own options while they run.</summary>
public sealed class RedisRateLimitingOptions
{
    private readonly Dictionary<string, Func<HttpContext, string?>> _policies = new(StringComparer.Ordinal);

    /// <summary>What all policies of one request have in common, such as its tenant. Policies of one request are asked
    /// in one round trip, and Redis Cluster runs that on the node of the tag.</summary>
    /// <value>Null, the default, allows one policy per request. Requests for which it answers null or nothing share the
    /// tag <c>none</c>.</value>
    public Func<HttpContext, string?>? Tag { get; set; }

    /// <summary>The names of policies that apply to every request that is not exempt, beside those of its
    /// endpoint.</summary>
    public IList<string> GlobalPolicies { get; } = [];

    internal IReadOnlyDictionary<string, Func<HttpContext, string?>> Policies => _policies;

    /// <summary>Adds a policy: the limiter that is registered under this name, and whose permits a request
    /// takes.</summary>
    /// <param name="limiter">The name of the limiter, and of the policy.</param>
    /// <param name="partition">Tells the partition of a request, for example by <see cref="RequestPartition"/>; null
    /// leaves the request out. Characters that partitions may not have are encoded, and long names hashed.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">The policy exists.</exception>
    public RedisRateLimitingOptions AddPolicy(string limiter, Func<HttpContext, string?> partition)
    {
        ArgumentException.ThrowIfNullOrEmpty(limiter);
        ArgumentNullException.ThrowIfNull(partition);
        if (!_policies.TryAdd(limiter, partition))
        {
            throw new ArgumentException(
                $"The policy '{limiter}' exists already: register the limiter under another name as well.",
                nameof(limiter));
        }

        return this;
    }
}
