using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>Answers who is refused: 429, or 503 when it is not the caller's doing, as problem details (RFC 9457) with
/// the problem types of the RateLimit draft.</summary>
internal static class RefusedResponse
{
    private const string Types = "https://iana.org/assignments/http-problem-types#";

    public static async Task WriteAsync(
        HttpContext context, IProblemDetailsService problems, IReadOnlyList<RateLimitDecision> decisions)
    {
        bool unavailable = decisions.Any(decision => decision.Reason == RateLimitReason.Unavailable);
        string[] violated =
        [
            .. decisions
                .Where(decision => !decision.IsGranted && decision.Reason != RateLimitReason.OtherPolicyRefused)
                .Select(decision => decision.Policy),
        ];
        int status = unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
        context.Response.StatusCode = status;
        var problem = new ProblemDetails
        {
            Status = status,
            Type = Types + (unavailable ? "temporary-reduced-capacity" : "quota-exceeded"),
            Title = unavailable ? "The limits of this service cannot be checked." : "Too many requests.",
            Detail = Detail(decisions, unavailable),
        };
        problem.Extensions["violated-policies"] = violated;
        await problems
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem })
            .ConfigureAwait(false);
    }

    private static string Detail(IReadOnlyList<RateLimitDecision> decisions, bool unavailable)
    {
        if (unavailable)
        {
            return "Try again in a moment.";
        }

        return decisions.Any(decision => decision.Reason == RateLimitReason.CostAboveLimit)
            ? "The request asks for more than the limit can ever grant: ask for less."
            : "Try again when the time in Retry-After is over.";
    }
}
