using System.Threading.RateLimiting;
using Patterns.Core.Resilience;
using Patterns.RateLimiting.Decisions;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Combined;

/// <summary>Asks several limits in one round trip: all of them grant, or none is charged. So a user's limit per second
/// costs nothing of his limit per day when it refuses.</summary>
/// <remarks>The states of one call stand under one hash tag, and so on one node of Redis Cluster. A partition that is
/// counted under a tag of another name has a state of its own there: operators name the tag when they look at it.
/// Nothing is reserved or remembered locally. When Redis fails, each limit decides alone as its failure mode
/// says.</remarks>
/// <typeparam name="TResource">What is limited, such as a request.</typeparam>
public sealed class CombinedRateLimiter<TResource> : PartitionedRateLimiter<TResource>
{
    private readonly Func<TResource, string> _tag;
    private readonly CombinedPolicy<TResource>[] _policies;
    private readonly RedisGate _gate;

    /// <summary>Combines limits.</summary>
    /// <param name="tag">What the states of one call have in common, such as the tenant of its user; not empty.</param>
    /// <param name="policies">The limits: 1 to 20, on one connection. The timeout and the circuit are those of the
    /// first.</param>
    /// <exception cref="ArgumentException">There is no tag, there are too few or too many policies, one of them cannot
    /// be combined, or two of them share their keys; the message says which.</exception>
    public CombinedRateLimiter(Func<TResource, string> tag, params IReadOnlyList<CombinedPolicy<TResource>> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _tag = tag ?? throw new ArgumentNullException(
            nameof(tag),
            "Policies of one call need a common tag, so that Redis Cluster keeps their states on one node: give what "
            + "their partitions have in common, such as the tenant.");
        if (policies.Count is < 1 or > 20)
        {
            throw new ArgumentException(
                $"There are {policies.Count} policies, but 1 to 20 can be combined: leave out what never refuses.",
                nameof(policies));
        }

        foreach (CombinedPolicy<TResource> policy in policies)
        {
            Check(policy, policies);
        }

        _policies = [.. policies];
        _gate = policies[0].Limiter.Gate;
    }

    /// <summary>Null: the statistics of each limit are its own.</summary>
    /// <param name="resource">Ignored.</param>
    /// <returns>Null.</returns>
    public override RateLimiterStatistics? GetStatistics(TResource resource) => null;

    /// <summary>Refuses without a round trip: only Redis can tell.</summary>
    /// <param name="resource">Ignored.</param>
    /// <param name="permitCount">Ignored.</param>
    /// <returns>A lease with the reason <see cref="RateLimitReason.NotKnownLocally"/>.</returns>
    protected override RateLimitLease AttemptAcquireCore(TResource resource, int permitCount) => UnknownLease.Instance;

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        TResource resource, int permitCount, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string tag = _tag(resource);
        var members = new List<CombinedMember>(_policies.Length);
        foreach (CombinedPolicy<TResource> policy in _policies)
        {
            if (policy.Partition(resource) is { } partition)
            {
                members.Add(new CombinedMember(
                    policy.Limiter, policy.Limiter.Find(partition, tag), policy.Weight));
            }
        }

        if (members.Count == 0)
        {
            return NoLimitLease.Instance;
        }

        var call = new CombinedCall(members, permitCount);
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(call.ToScriptCall(), cancellationToken)
            .ConfigureAwait(false);
        return call.Decide(reply);
    }

    private static void Check(CombinedPolicy<TResource> policy, IReadOnlyList<CombinedPolicy<TResource>> all)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.Weight, 1);
        RedisRateLimiter limiter = policy.Limiter;
        if (!limiter.CanBeCombined)
        {
            throw new ArgumentException(
                $"The limit '{limiter.Policy}' is a leaky bucket, in which callers wait, and cannot be combined: "
                + "ask it after the others.",
                nameof(all));
        }

        if (all.Count(other => other.Limiter.KeyPrefix == limiter.KeyPrefix) > 1)
        {
            throw new ArgumentException(
                $"Several limits have the key prefix '{limiter.KeyPrefix}', so they would share their states: "
                + "give each a prefix of its own.",
                nameof(all));
        }

        if (!ReferenceEquals(limiter.Gate.Multiplexer, all[0].Limiter.Gate.Multiplexer))
        {
            throw new ArgumentException(
                $"The limits '{limiter.Policy}' and '{all[0].Limiter.Policy}' are on different connections, "
                + "so one call cannot ask both: create them on one.",
                nameof(all));
        }
    }
}
