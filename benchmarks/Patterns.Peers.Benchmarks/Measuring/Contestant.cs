namespace Patterns.Peers.Benchmarks.Measuring;

/// <summary>One library in a contest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RoundAsync">Runs a round.</param>
internal sealed record Contestant(string Name, Func<Task<Round>> RoundAsync);
