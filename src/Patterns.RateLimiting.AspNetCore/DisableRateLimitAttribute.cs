namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Exempts an endpoint from all policies, the global ones included.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableRateLimitAttribute : Attribute;
