namespace Patterns.Caching;

/// <summary>What the cache does when Redis does not answer, or answers with an error.</summary>
public enum CacheFailureMode
{
    /// <summary>Reads go to the source, as if nothing were cached, still one call per key and process at a time; writes
    /// answer <see cref="CacheWriteResult.Unconfirmed"/>. For sources that bear the load without the cache.</summary>
    UseSource,

    /// <summary>The caller gets a <see cref="CacheUnavailableException"/> and the source is not called. For sources
    /// that the load would take down. A value that the source has already given is returned even if it cannot be
    /// stored.</summary>
    Throw,
}
