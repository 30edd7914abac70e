namespace Patterns.Caching;

/// <summary>Which entries an invalidation by several tags concerns.</summary>
public enum CacheTagMatch
{
    /// <summary>Those that have at least one of the tags.</summary>
    Any,

    /// <summary>Those that have every one of the tags.</summary>
    All,
}
