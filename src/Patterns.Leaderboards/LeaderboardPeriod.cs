namespace Patterns.Leaderboards;

/// <summary>One day, week, month or the like of a <see cref="LeaderboardWindow"/>.</summary>
/// <param name="Window">The window.</param>
/// <param name="Name">What keys call it, such as <c>day:2026-11-21</c> or <c>week:2026-W47</c>.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The first moment after it.</param>
public sealed record LeaderboardPeriod(
    LeaderboardWindow Window, string Name, DateTimeOffset Start, DateTimeOffset End);
