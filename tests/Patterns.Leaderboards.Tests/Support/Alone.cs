namespace Patterns.Leaderboards.Tests.Support;

/// <summary>The collection of tests that run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
