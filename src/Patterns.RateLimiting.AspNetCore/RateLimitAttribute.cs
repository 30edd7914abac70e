namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Puts an endpoint under a policy. An endpoint may have several, which all must grant.</summary>
/// <param name="policy">The name of the policy.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RateLimitAttribute(string policy) : Attribute
{
    /// <summary>The name of the policy.</summary>
    public string Policy { get; } = policy;

    /// <summary>How many permits a request takes.</summary>
    /// <value>1 or more; the default is 1.</value>
    public int Permits { get; init; } = 1;
}
