namespace Redis.Fixtures.Differential;

/// <summary>Where a script found two servers to differ, and the words for it.</summary>
/// <param name="Steps">How many of the script's steps it took.</param>
/// <param name="Description">What the failure says.</param>
internal sealed record Difference(int Steps, string Description);
