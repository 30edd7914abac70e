namespace Patterns.Leaderboards;

/// <summary>What a submitted score does to the one that a member has.</summary>
public enum SubmitMode
{
    /// <summary>It counts if it is better than the one the member has, or if it has none.</summary>
    Best,

    /// <summary>It replaces whatever was there.</summary>
    Set,

    /// <summary>It is added to what was there, or to 0.</summary>
    Increment,
}
