namespace Patterns.Locking;

/// <summary>What may happen before two holders can hold the same lock at the same time. At every level a holder that is
/// paused at the wrong moment acts late; only a <see cref="ILockHandle.FencingToken"/> stops its writes.</summary>
public enum LockGuarantee
{
    /// <summary>One server decides. A failover to a replica that has not heard of the lock may give it away
    /// again.</summary>
    Advisory,

    /// <summary>One server decides, and a number of its replicas has confirmed the lock before its holder gets it. A
    /// failover to one of those keeps it.</summary>
    Replicated,

    /// <summary>A majority of independent servers decides (Redlock). A minority of them may fail.</summary>
    Quorum,
}
