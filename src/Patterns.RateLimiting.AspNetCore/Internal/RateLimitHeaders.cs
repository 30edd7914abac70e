using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>The fields of draft-ietf-httpapi-ratelimit-headers-11: <c>RateLimit-Policy</c> and <c>RateLimit</c>, lists
/// of strings with parameters (RFC 9651); and <c>Retry-After</c> (RFC 9110) for who is refused.</summary>
internal static class RateLimitHeaders
{
    /// <summary>Writes them when the response starts, so that they stand on one as well that replaces another, such as
    /// an error page.</summary>
    public static void WriteAtStart(HttpResponse response, IReadOnlyList<RateLimitDecision> decisions)
        => response.OnStarting(
            static state =>
            {
                var (response, decisions) = ((HttpResponse, IReadOnlyList<RateLimitDecision>))state;
                Write(response, decisions);
                return Task.CompletedTask;
            },
            (response, decisions));

    public static void Write(HttpResponse response, IReadOnlyList<RateLimitDecision> decisions)
    {
        var policies = new StringBuilder();
        var limits = new StringBuilder();
        TimeSpan? retryAfter = null;
        foreach (RateLimitDecision decision in decisions)
        {
            Begin(policies, decision.Policy).Append(CultureInfo.InvariantCulture, $";q={decision.Limit}");
            if (decision.Window > TimeSpan.Zero)
            {
                policies.Append(CultureInfo.InvariantCulture, $";w={Seconds(decision.Window)}");
            }

            Begin(limits, decision.Policy).Append(CultureInfo.InvariantCulture, $";r={decision.Remaining}");
            if (decision.ResetAfter > TimeSpan.Zero)
            {
                limits.Append(CultureInfo.InvariantCulture, $";t={Seconds(decision.ResetAfter)}");
            }

            if (!decision.IsGranted && decision.RetryAfter > (retryAfter ?? TimeSpan.Zero))
            {
                retryAfter = decision.RetryAfter;
            }
        }

        response.Headers["RateLimit-Policy"] = policies.ToString();
        response.Headers["RateLimit"] = limits.ToString();
        if (retryAfter is { } time)
        {
            response.Headers.RetryAfter = Seconds(time).ToString(CultureInfo.InvariantCulture);
        }
    }

    // Rounded up, so that who comes back then is not too early.
    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static StringBuilder Begin(StringBuilder list, string name)
    {
        list.Append(list.Length > 0 ? ", \"" : "\"");
        foreach (char character in name)
        {
            // Strings of structured fields are printable ASCII, in which quotes and backslashes are escaped.
            if (character is '"' or '\\')
            {
                list.Append('\\');
            }

            list.Append(character is >= ' ' and <= '~' ? character : '?');
        }

        return list.Append('"');
    }
}
