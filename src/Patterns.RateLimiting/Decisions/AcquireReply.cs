using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Decisions;

/// <summary>What acquire.lua returns about one policy.</summary>
internal readonly struct AcquireReply
{
    private const int Columns = 6;

    private AcquireReply(RedisResult[] rows, int policy)
    {
        int first = 1 + (policy * Columns);
        Now = (long)rows[0];
        Verdict = (Verdict)(int)rows[first];
        Remaining = (long)rows[first + 1];
        RetryAfter = (long)rows[first + 2];
        ResetAfter = (long)rows[first + 3];
        Grant = (long)rows[first + 4];
        Charged = (long)rows[first + 5];
    }

    /// <summary>The server's time, in microseconds since 1970.</summary>
    public long Now { get; }

    public Verdict Verdict { get; }

    public long Remaining { get; }

    /// <summary>Microseconds.</summary>
    public long RetryAfter { get; }

    /// <summary>Microseconds.</summary>
    public long ResetAfter { get; }

    public long Grant { get; }

    public long Charged { get; }

    /// <summary>When the grant is forgotten, in microseconds since 1970.</summary>
    public long Ends => Now + ResetAfter;

    public static AcquireReply Read(RedisResult result, int policy = 0) => new((RedisResult[])result!, policy);

    /// <param name="rule">The policy.</param>
    /// <param name="elsewhere">Whether another policy of the same call refused.</param>
    public RateLimitDecision ToDecision(RateLimitRule rule, bool elsewhere = false) => new()
    {
        Reason = Verdict switch
        {
            Verdict.Granted when elsewhere => RateLimitReason.OtherPolicyRefused,
            Verdict.Granted => RateLimitReason.Granted,
            Verdict.NotNow => RateLimitReason.LimitReached,
            Verdict.Never => RateLimitReason.CostAboveLimit,
            _ => RateLimitReason.Blocked,
        },
        Policy = rule.Policy,
        Limit = rule.Limit,
        Window = rule.Window,
        Remaining = Remaining,
        RetryAfter = Verdict is Verdict.NotNow or Verdict.Blocked ? Microseconds.ToTimeSpan(RetryAfter) : null,
        ResetAfter = Microseconds.ToTimeSpan(ResetAfter),
    };
}
