namespace Patterns.Leaderboards;

/// <summary>What becomes of a member that is in several of the merged rankings.</summary>
public enum MergeAggregate
{
    /// <summary>Its scores are added.</summary>
    Sum,

    /// <summary>The lowest of its scores.</summary>
    Min,

    /// <summary>The highest of its scores.</summary>
    Max,
}
