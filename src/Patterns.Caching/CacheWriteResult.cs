namespace Patterns.Caching;

/// <summary>What is known about a write to the cache.</summary>
public enum CacheWriteResult
{
    /// <summary>Redis confirmed the write.</summary>
    Confirmed,

    /// <summary>Redis did not confirm the write. It may have happened or may still happen: a request that timed out
    /// cannot be taken back. After a removal, readers may see the old value until its time to live is over.</summary>
    Unconfirmed,
}
