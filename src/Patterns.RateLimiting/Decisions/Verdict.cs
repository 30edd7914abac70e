namespace Patterns.RateLimiting.Decisions;

/// <summary>What a script says of a policy. The numbers stand in the scripts.</summary>
internal enum Verdict
{
    Blocked = -2,
    Never = -1,
    NotNow = 0,
    Granted = 1,
}
