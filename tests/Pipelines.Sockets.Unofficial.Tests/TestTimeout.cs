namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>How long a test may wait for others before it counts as hung.</summary>
internal static class TestTimeout
{
    public const int Milliseconds = 120_000;
}
