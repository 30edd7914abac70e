namespace Engine.Server.Commands.SortedSets;

/// <summary>The options that a command which combines sorted sets may have.</summary>
[Flags]
internal enum CombinationOptions
{
    None = 0,

    /// <summary>WEIGHTS and AGGREGATE.</summary>
    Weights = 1 << 0,

    /// <summary>WITHSCORES.</summary>
    Scores = 1 << 1,

    /// <summary>LIMIT.</summary>
    Limit = 1 << 2,
}
