using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using StackExchange.Redis;

namespace Patterns.Locking.Servers;

/// <summary>What a server made of a call that renews leases.</summary>
internal sealed class RenewalReply
{
    private readonly HashSet<int> _lost = [];

    public RenewalReply(LockLease[] leases, TimeSpan[] lengths, in RedisReply<RedisResult> reply)
    {
        Leases = leases;
        Lengths = lengths;
        Failure = reply.Failure;
        Exception = reply.Exception;
        if (Failure == RedisFailure.None)
        {
            _lost = [.. (int[])reply.Value!];
        }
    }

    public LockLease[] Leases { get; }

    /// <summary>For how long each was to be renewed.</summary>
    public TimeSpan[] Lengths { get; }

    public RedisFailure Failure { get; }

    public Exception? Exception { get; }

    /// <summary>Whether the server no longer knows the lease at this position.</summary>
    public bool IsLost(int position) => _lost.Contains(position);
}
