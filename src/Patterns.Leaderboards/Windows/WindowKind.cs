namespace Patterns.Leaderboards.Windows;

/// <summary>What a window's periods are.</summary>
internal enum WindowKind
{
    AllTime,
    Day,
    Week,
    Month,
    Year,
    Season,
}
