using Patterns.Core;
using Polly;

namespace Patterns.Locking;

/// <summary>What all locks on Redis have in common.</summary>
public abstract class LocksOptions
{
    private protected LocksOptions(TimeSpan redisTimeout) => RedisTimeout = redisTimeout;

    /// <summary>The prefix of all keys. Instances with the same prefix on the same Redis share their locks.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is <c>lock</c>, and
    /// <c>lock:NAME</c> for an instance that is registered under a name.</value>
    public string KeyPrefix { get; set; } = "lock";

    /// <summary>How long a lock lasts without being renewed: how soon others get it when the process of its holder is
    /// gone, and how long a process may be paused without losing it.</summary>
    /// <value>100 milliseconds to 1 day; the default is 30 seconds.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the process renews what it holds, three times in the time to live.</summary>
    /// <value>The default is true.</value>
    public bool Renewal { get; set; } = true;

    /// <summary>How long a lock is renewed at most, so that a holder that hangs does not hold it for ever.</summary>
    /// <value>100 milliseconds to 1 day; null, the default, means as long as its holder likes.</value>
    public TimeSpan? MaxHold { get; set; }

    /// <summary>For how long Redis remembers the last fencing token after a lock was held. Tokens grow beyond that as
    /// well, unless the server's clock went back by more.</summary>
    /// <value>1 minute to 366 days; the default is 1 day. Each name that was locked takes some 150 bytes for that
    /// long.</value>
    public TimeSpan FencingMemory { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long Redis may take for one call.</summary>
    /// <value>1 millisecond to 1 minute; the default is 500 milliseconds, and 50 milliseconds for each node of a
    /// Redlock.</value>
    public TimeSpan RedisTimeout { get; set; }

    /// <summary>How long somebody who waits goes on asking while Redis fails, as it does during a failover. After that,
    /// or when the wait is over, the call throws <see cref="LockUnavailableException"/>.</summary>
    /// <value>0, which is to throw at the first failure, to 1 day; the default is 1 minute.</value>
    public TimeSpan OutageTolerance { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>When a Redis that does not answer is not asked any more, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every call instead of the circuit breaker of <see cref="RedisCircuit"/>. The timeout still bounds
    /// each call. Calls may be repeated: a repeated request gets the same answer.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }

    internal virtual void Check(OptionsFailures failures)
    {
        LocksOptions options = this;
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.TimeToLive,
            LockOptions.MinTimeToLive,
            LockOptions.MaxTimeToLive,
            "30 seconds with renewal suit most work");
        failures.RequireWithin(
            options.MaxHold ?? LockOptions.MaxTimeToLive,
            LockOptions.MinTimeToLive,
            LockOptions.MaxTimeToLive,
            "leave it out to hold locks as long as the work takes",
            "options.MaxHold");
        failures.RequireWithin(
            options.FencingMemory, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366), "1 day suits most services");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "500 milliseconds suit a Redis in the same region");
        failures.RequireWithin(
            options.OutageTolerance, TimeSpan.Zero, LockOptions.MaxTimeToLive, "1 minute outlasts most failovers");
        failures.RequireCircuit(options.RedisCircuit);
    }

    internal LocksOptions Copy() => (LocksOptions)MemberwiseClone();
}
