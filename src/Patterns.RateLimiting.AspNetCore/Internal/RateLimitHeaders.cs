using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Patterns.RateLimiting.AspNetCore.Internal;

/// <summary>The fields of draft-ietf-httpapi-ratelimit-headers-11: <c>RateLimit-Policy</c> and <c>RateLimit</c>, lists
/// of strings with parameters (RFC 9651); and <c>Retry-After</c> (RFC 9110) for who is refused.</summary>
internal static class RateLimitHeaders
{
    // Enough for a few policies; longer lists are built on the heap.
    private const int UsualLength = 192;

    public static void Write(HttpResponse response, IReadOnlyList<RateLimitDecision> decisions)
    {
        IFormatProvider invariant = CultureInfo.InvariantCulture;
        var policies = new DefaultInterpolatedStringHandler(0, 0, invariant, stackalloc char[UsualLength]);
        var limits = new DefaultInterpolatedStringHandler(0, 0, invariant, stackalloc char[UsualLength]);
        TimeSpan? retryAfter = null;
        for (int index = 0; index < decisions.Count; index++)
        {
            RateLimitDecision decision = decisions[index];
            AppendName(ref policies, index, decision.Policy);
            AppendParameter(ref policies, ";q=", decision.Limit);
            if (decision.Window > TimeSpan.Zero)
            {
                AppendParameter(ref policies, ";w=", Seconds(decision.Window));
            }

            AppendName(ref limits, index, decision.Policy);
            AppendParameter(ref limits, ";r=", decision.Remaining);
            if (decision.ResetAfter > TimeSpan.Zero)
            {
                AppendParameter(ref limits, ";t=", Seconds(decision.ResetAfter));
            }

            if (!decision.IsGranted && decision.RetryAfter > (retryAfter ?? TimeSpan.Zero))
            {
                retryAfter = decision.RetryAfter;
            }
        }

        response.Headers["RateLimit-Policy"] = policies.ToStringAndClear();
        response.Headers["RateLimit"] = limits.ToStringAndClear();
        if (retryAfter is { } time)
        {
            response.Headers.RetryAfter = Seconds(time).ToString(invariant);
        }
    }

    // Rounded up, so that who comes back then is not too early.
    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static void AppendParameter(ref DefaultInterpolatedStringHandler list, string name, long value)
    {
        list.AppendLiteral(name);
        list.AppendFormatted(value);
    }

    private static void AppendName(ref DefaultInterpolatedStringHandler list, int index, string name)
    {
        list.AppendLiteral(index > 0 ? ", \"" : "\"");
        if (name.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && name.AsSpan().IndexOfAny('"', '\\') < 0)
        {
            list.AppendLiteral(name);
        }
        else
        {
            AppendEscaped(ref list, name);
        }

        list.AppendLiteral("\"");
    }

    // Strings of structured fields are printable ASCII, in which quotes and backslashes are escaped.
    private static void AppendEscaped(ref DefaultInterpolatedStringHandler list, string name)
    {
        foreach (char character in name)
        {
            if (character is '"' or '\\')
            {
                list.AppendLiteral("\\");
            }

            list.AppendFormatted(character is >= ' ' and <= '~' ? character : '?');
        }
    }
}
