namespace Engine.Server.Commands.SortedSets;

/// <summary>What the ends of a range are.</summary>
internal enum RangeKind
{
    Ranks,
    Scores,
    Members,
}
