using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

// What operators do.
public sealed partial class RedisConcurrencyLimiter
{
    /// <summary>Tells what the next caller would be told. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="permits">How many are in question; 0 or more.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What would be decided.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed.</exception>
    public async ValueTask<RateLimitDecision> PeekAsync(
        string partition, int permits = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        RedisConcurrencyOptions options = Options;
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(NewCall(Find(partition), options, token: "", permits, lateReply: null), cancellationToken)
            .ConfigureAwait(false);
        _administration.ThrowIfFailed("peek", partition, reply.Failure, reply.Exception);
        return ReadDecision(reply.Value!, options);
    }

    /// <summary>Refuses everything for a while; leases that are held stay. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="duration">How long: 1 millisecond to 366 days. A block that exists is replaced.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of bounds.</exception>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may be blocked.</exception>
    public Task BlockAsync(string partition, TimeSpan duration, CancellationToken cancellationToken = default)
        => _administration.BlockAsync(partition, Find(partition).Block, duration, cancellationToken);

    /// <summary>Ends a block. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may still be blocked.</exception>
    public Task UnblockAsync(string partition, CancellationToken cancellationToken = default)
        => _administration.DeleteAsync("unblock", partition, [Find(partition).Block], cancellationToken);

    /// <summary>Forgets all leases, whoever holds them, and ends a block. Their holders find them lost at the next
    /// renewal. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; they may have been forgotten.</exception>
    public Task ResetAsync(string partition, CancellationToken cancellationToken = default)
    {
        ConcurrencyPartition known = Find(partition);
        return _administration.DeleteAsync("reset", partition, [known.State, known.Block], cancellationToken);
    }

    /// <summary>Changes the limit, the duration of leases, the failure mode and shadow mode. Leases that are held stay,
    /// and count against the new limit from the next call on.</summary>
    /// <param name="options">The new options; those of Redis and <see cref="RedisLimiterOptions.RememberedPartitions"/>
    /// are not read again.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds; nothing
    /// has changed.</exception>
    /// <exception cref="ArgumentException">The options have another key prefix, which would begin anew.</exception>
    public void Reconfigure(RedisConcurrencyOptions options)
    {
        RedisLimiterOptionsValidator<RedisConcurrencyOptions>.Instance.ThrowIfNoChangeOf(_keys.Prefix, options);
        if (options.SaysTheSameAs(Options))
        {
            return;
        }

        Volatile.Write(ref _options, options.Copy());
        _metrics.FailureMode = options.FailureMode;

        // At once, because leases of a short duration would not live until a round of a long one.
        _renewals.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Log.ConcurrencyReconfigured(Logger, Policy, options.PermitLimit);
    }
}
