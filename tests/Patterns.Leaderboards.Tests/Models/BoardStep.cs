namespace Patterns.Leaderboards.Tests.Models;

/// <summary>A step of a random history: a submission, or a removal if there is no mode.</summary>
/// <param name="Mode">How to submit.</param>
/// <param name="Member">Who.</param>
/// <param name="Score">What.</param>
internal sealed record BoardStep(SubmitMode? Mode, int Member, int Score);
