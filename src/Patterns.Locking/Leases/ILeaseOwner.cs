namespace Patterns.Locking.Leases;

/// <summary>What leases need of the locks that they belong to.</summary>
internal interface ILeaseOwner
{
    LockGuarantee Guarantee { get; }

    LeaseClock Clock { get; }

    /// <summary>Renews leases, and tells each of them how that ended.</summary>
    /// <returns>What kept some of them from being renewed or lost; null if each is one or the other.</returns>
    ValueTask<LockUnavailableException?> RenewAsync(
        IReadOnlyList<LockLease> leases, CancellationToken cancellationToken);

    /// <summary>Gives a lease back, whatever has become of it.</summary>
    ValueTask ReleaseAsync(LockLease lease);

    /// <summary>A lease was lost.</summary>
    void Lost(LockLease lease, LossReason reason);
}
