namespace Patterns.RateLimiting;

/// <summary>Why permits were granted or refused.</summary>
public enum RateLimitReason
{
    /// <summary>Redis granted them.</summary>
    Granted,

    /// <summary>They came from permits that this process has reserved; Redis was not asked.</summary>
    GrantedLocally,

    /// <summary>The limit is reached, but the limiter is in shadow mode and refuses nothing.</summary>
    GrantedInShadow,

    /// <summary>Redis failed, and the failure mode is <see cref="RateLimitFailureMode.Open"/>: nothing was
    /// counted.</summary>
    GrantedUnchecked,

    /// <summary>Redis failed, and the limit of this process granted them.</summary>
    GrantedByFallback,

    /// <summary>The limit is reached; try again after RetryAfter.</summary>
    LimitReached,

    /// <summary>Redis has said so a moment ago; it was not asked again.</summary>
    LimitReachedLocally,

    /// <summary>More permits were asked for than the limit can ever grant at once: trying again is of no use.</summary>
    CostAboveLimit,

    /// <summary>The partition is blocked; try again after RetryAfter.</summary>
    Blocked,

    /// <summary>Another policy of the same call refused, so this one was not charged.</summary>
    OtherPolicyRefused,

    /// <summary>Redis failed, and the failure mode is <see cref="RateLimitFailureMode.Closed"/>. The caller is not to
    /// blame: answer 503 and not 429.</summary>
    Unavailable,

    /// <summary>Redis failed, and the limit of this process is reached.</summary>
    RefusedByFallback,

    /// <summary>Nothing is known in this process, so Redis must be asked: call AcquireAsync.</summary>
    NotKnownLocally,
}
