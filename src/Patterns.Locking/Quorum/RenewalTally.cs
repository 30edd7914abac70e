using System.Collections.Concurrent;
using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Patterns.Locking.Servers;

namespace Patterns.Locking.Quorum;

/// <summary>How many nodes have renewed each lease, and how many no longer know it.</summary>
internal sealed class RenewalTally
{
    private readonly ConcurrentDictionary<LockLease, int> _renewed = new();
    private readonly ConcurrentDictionary<LockLease, int> _lost = new();
    private readonly ConcurrentQueue<(string Node, RedisFailure Failure)> _failures = new();

    public IEnumerable<(string Node, RedisFailure Failure)> Failures => _failures;

    public int Renewed(LockLease lease) => _renewed.GetValueOrDefault(lease);

    public int Lost(LockLease lease) => _lost.GetValueOrDefault(lease);

    public void Add(QuorumNode node, RenewalReply reply)
    {
        if (reply.Failure != RedisFailure.None)
        {
            _failures.Enqueue((node.Name, reply.Failure));
            return;
        }

        for (int position = 0; position < reply.Leases.Length; position++)
        {
            (reply.IsLost(position) ? _lost : _renewed).AddOrUpdate(
                reply.Leases[position], 1, static (_, count) => count + 1);
        }
    }
}
