namespace Patterns.RateLimiting.AspNetCore.Internal;

internal sealed class RateLimitFeature(IReadOnlyList<RateLimitDecision> decisions) : IRateLimitFeature
{
    public bool IsGranted { get; } = decisions.All(decision => decision.IsGranted);

    public IReadOnlyList<RateLimitDecision> Decisions => decisions;
}
