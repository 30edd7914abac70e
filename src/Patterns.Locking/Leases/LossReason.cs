namespace Patterns.Locking.Leases;

/// <summary>Why a lock was lost.</summary>
internal enum LossReason
{
    /// <summary>Its time passed without a confirmed renewal.</summary>
    Expired,

    /// <summary>It was held for as long as it may be.</summary>
    MaxHold,

    /// <summary>Redis no longer knows of it.</summary>
    Forgotten,
}
