namespace Engine.Server.Commands.SortedSets;

/// <summary>What becomes of the scores that a member has in several sets.</summary>
internal enum ScoreAggregate
{
    Sum,
    Lowest,
    Highest,
}
