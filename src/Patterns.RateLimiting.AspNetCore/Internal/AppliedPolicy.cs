using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>A policy as an endpoint uses it.</summary>
internal sealed record AppliedPolicy(
    string Name, PartitionedRateLimiter<string> Limiter, Func<HttpContext, string?> Partition, int Permits)
{
    public string? PartitionOf(HttpContext context)
        => Partition(context) is { Length: > 0 } partition ? PartitionName.From(partition) : null;
}
