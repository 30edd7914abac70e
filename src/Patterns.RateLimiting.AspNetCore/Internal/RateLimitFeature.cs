using Microsoft.AspNetCore.Http;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>What was decided about a request; tells it in the response.</summary>
internal sealed class RateLimitFeature : IRateLimitFeature
{
    private readonly HttpResponse _response;
    private readonly List<RateLimitDecision> _decisions;

    public RateLimitFeature(HttpResponse response, List<RateLimitDecision> decisions)
    {
        _response = response;
        _decisions = decisions;
        IsGranted = decisions.TrueForAll(static decision => decision.IsGranted);

        // Not now, so that the headers stand as well on a response that replaces this one, such as an error page.
        response.OnStarting(static feature => ((RateLimitFeature)feature).WriteHeadersAsync(), this);
    }

    public bool IsGranted { get; }

    public IReadOnlyList<RateLimitDecision> Decisions => _decisions;

    private Task WriteHeadersAsync()
    {
        RateLimitHeaders.Write(_response, _decisions);
        return Task.CompletedTask;
    }
}
