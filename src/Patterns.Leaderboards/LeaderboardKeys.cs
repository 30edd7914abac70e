using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>All keys of the boards. The keys of one board share a hash tag, so that one script can use them.</summary>
/// <param name="prefix">The prefix of this instance.</param>
internal sealed class LeaderboardKeys(string prefix)
{
    private const int FormatVersion = 2;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    /// <summary>The keys of one board.</summary>
    public BoardKeys Of(string board) => new((byte[])_keys.For(Tagged(board))!);

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

    /// <summary>The keys of one board.</summary>
    /// <param name="board">What all of them begin with, in bytes: so the client joins the parts while it writes
    /// them.</param>
    internal readonly struct BoardKeys(RedisKey board)
    {
        /// <summary>The hash of what is stored with members.</summary>
        public RedisKey Data => board.Append(":data");

        /// <summary>The stream of events, or the channel of the same name.</summary>
        public RedisKey Events => board.Append(":events");

        /// <summary>The sorted set of one ranking: a period's, or a snapshot's.</summary>
        public RedisKey Scores(string ranking) => board.Append($":scores:{ranking}");

        /// <summary>The sorted set of the ranking's different scores.</summary>
        public RedisKey Levels(string ranking) => board.Append($":levels:{ranking}");

        /// <summary>The sorted set of one ranking.</summary>
        public RedisKey Scores(RankingKeys ranking) => board.Append(ranking.Scores);

        /// <summary>The sorted set of the ranking's different scores.</summary>
        public RedisKey Levels(RankingKeys ranking) => board.Append(ranking.Levels);
    }
}
