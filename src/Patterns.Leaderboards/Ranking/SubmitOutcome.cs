namespace Patterns.Leaderboards.Ranking;

/// <summary>How a submission ended.</summary>
internal enum SubmitOutcome
{
    /// <summary>A score would have been out of bounds; nothing changed.</summary>
    OutOfRange = -1,

    /// <summary>The server's clock was farther off than thought; nothing changed.</summary>
    OtherTime = 0,

    Done = 1,
}
