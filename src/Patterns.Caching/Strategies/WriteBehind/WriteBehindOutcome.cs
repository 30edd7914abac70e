namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>What has become of a write that the source gets later.</summary>
public enum WriteBehindOutcome
{
    /// <summary>It is in the log and in the cache. The source gets it, or it becomes a dead write.</summary>
    Accepted,

    /// <summary>Nothing was written, because <see cref="WriteBehindOptions.MaxPending"/> writes wait already: the
    /// source does not keep up. Try again later, or tell the caller to.</summary>
    Full,

    /// <summary>Redis did not confirm it: it may have been accepted. Writing the same value again does no
    /// harm.</summary>
    Unconfirmed,
}
