namespace Engine.Server.DataTypes.SortedSets;

/// <summary>The scores between two, which themselves may be in or out.</summary>
internal readonly record struct ScoreRange(double Lowest, bool ExcludesLowest, double Highest, bool ExcludesHighest)
{
    /// <summary>Whether the range begins at or below a score.</summary>
    public bool BeginsBefore(double score) => ExcludesLowest ? Lowest < score : Lowest <= score;

    /// <summary>Whether the range ends at or above a score.</summary>
    public bool EndsBehind(double score) => ExcludesHighest ? score < Highest : score <= Highest;
}
