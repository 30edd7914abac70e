namespace Patterns.RateLimiting.AspNetCore;

/// <summary>
/// What was decided about a request, in <see cref="Microsoft.AspNetCore.Http.HttpContext.Features"/>.
/// </summary>
public interface IRateLimitFeature
{
    /// <summary>Whether the request may go on.</summary>
    bool IsGranted { get; }

    /// <summary>The decisions of all policies that applied, refusals last.</summary>
    IReadOnlyList<RateLimitDecision> Decisions { get; }
}
