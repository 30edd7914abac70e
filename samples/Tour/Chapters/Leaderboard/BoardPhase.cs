namespace Tour.Chapters.Leaderboard;

/// <summary>One kind of operation, done many times by the crowd.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Operations">How many there were.</param>
/// <param name="Wrong">How many of them got another answer than SQLite's.</param>
/// <param name="Pass">How long it took, and what the server did.</param>
internal sealed record BoardPhase(string Name, int Operations, int Wrong, Pass Pass)
{
    /// <summary>How often the server was called: what scripts call themselves costs no trip.</summary>
    public long Calls => Pass.Server.CallsOf("evalsha") + Pass.Server.CallsOf("eval");
}
