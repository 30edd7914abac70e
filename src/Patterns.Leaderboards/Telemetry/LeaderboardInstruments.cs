using System.Diagnostics;
using System.Diagnostics.Metrics;
using Patterns.Core;
using Patterns.Core.Resilience;

namespace Patterns.Leaderboards.Telemetry;

/// <summary>The instruments and spans of the package; docs/telemetry.md lists them.</summary>
internal static class LeaderboardInstruments
{
    private const string BoardTag = "patterns.leaderboard.board";

    private static readonly PackageTelemetry Package = new(typeof(LeaderboardInstruments).Assembly);

    public static Counter<long> Submissions { get; } = Package.Meter.CreateCounter<long>(
        "patterns.leaderboard.submissions", "{score}", "Scores that were submitted, by whether the board changed.");

    public static RedisInstruments Redis { get; } = new(Package.Meter, "patterns.leaderboard");

    /// <summary>Begins the span of one operation.</summary>
    public static Activity? StartSpan(string operation, string board)
        => Package.ActivitySource.StartActivity(operation)?.SetTag(BoardTag, board);
}
