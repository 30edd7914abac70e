using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>All keys of the package. The keys of one board share a hash tag, so that one script can use them.</summary>
/// <param name="prefix">The prefix of this instance.</param>
internal sealed class LeaderboardKeys(string prefix)
{
    private const int FormatVersion = 1;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    /// <summary>The sorted set of a board's members.</summary>
    public RedisKey Scores(string board) => _keys.For($"{Tagged(board)}:scores");

    /// <summary>The board's name with a hash tag: its own, or else all of it.</summary>
    private static string Tagged(string board)
    {
        ArgumentException.ThrowIfNullOrEmpty(board);
        int open = board.IndexOf('{', StringComparison.Ordinal);
        int close = board.IndexOf('}', Math.Max(open, 0));
        if (open < 0 && close < 0)
        {
            return $"{{{board}}}";
        }

        // Redis takes what stands between the first '{' and the next '}', and the whole key if that is empty.
        return open >= 0 && close > open + 1
            ? board
            : throw new ArgumentException(
                $"The board's name '{board}' has braces that are no hash tag: remove them, or put between them what "
                + "decides the slot, as in '{guild:7}:weekly'.",
                nameof(board));
    }
}
