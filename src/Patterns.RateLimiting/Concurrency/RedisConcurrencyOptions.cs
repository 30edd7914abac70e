using Patterns.Core;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>The options of a <see cref="RedisConcurrencyLimiter"/>.</summary>
public sealed class RedisConcurrencyOptions : RedisLimiterOptions
{
    /// <summary>How many permits may be taken at a time.</summary>
    /// <value>1 to 100,000; the default is 10.</value>
    public int PermitLimit { get; set; } = 10;

    /// <summary>How long a lease counts without being renewed: how soon the permits of a process that was killed are
    /// free again. Each process renews its leases three times in this time.</summary>
    /// <value>1 second to 1 day; the default is 30 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    internal TimeSpan RenewalInterval => LeaseDuration / 3;

    internal RedisConcurrencyOptions Copy() => (RedisConcurrencyOptions)MemberwiseClone();

    /// <summary>Whether a limiter with the other options need not change anything.</summary>
    internal bool SaysTheSameAs(RedisConcurrencyOptions other) => Changing() == other.Changing();

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisConcurrencyOptions options = this;
        failures.RequireWithin(options.PermitLimit, 1, 100_000, "to refuse everything, block the partition");
        failures.RequireWithin(
            options.LeaseDuration,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(1),
            "30 seconds suit most services");
    }

    // What can change while a limiter runs.
    private (int, TimeSpan, RateLimitFailureMode, long?, bool) Changing()
        => (PermitLimit, LeaseDuration, FailureMode, FallbackPermitLimit, Shadow);
}
