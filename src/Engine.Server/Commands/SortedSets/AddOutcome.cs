namespace Engine.Server.Commands.SortedSets;

/// <summary>What became of a member that ZADD named.</summary>
internal enum AddOutcome
{
    /// <summary>An option forbade to do anything.</summary>
    Refused,

    /// <summary>It has that score already.</summary>
    Unchanged,
    Changed,
    Added,

    /// <summary>The sum of its score and the increment is no number.</summary>
    NotANumber,
}
