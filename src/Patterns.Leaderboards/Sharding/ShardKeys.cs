using System.Globalization;
using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Sharding;

/// <summary>The keys of sharded boards: each shard has a hash tag of its own, so that they are spread over a
/// cluster.</summary>
/// <param name="prefix">The prefix of this instance.</param>
internal sealed class ShardKeys(string prefix)
{
    private const int FormatVersion = 1;

    private readonly KeyBuilder _keys = new(prefix, FormatVersion);

    public RedisKey Scores(string board, int shard) => KeyOf(board, shard, "scores");

    public RedisKey Removals(string board, int shard) => KeyOf(board, shard, "removals");

    private RedisKey KeyOf(string board, int shard, string part)
    {
        if (board.AsSpan().IndexOfAny('{', '}') is var brace and >= 0)
        {
            throw new ArgumentException(
                $"The board's name '{board}' contains '{board[brace]}', but braces are not allowed, because every "
                + "shard has a hash tag of its own: remove them.",
                nameof(board));
        }

        return _keys.For(string.Create(CultureInfo.InvariantCulture, $"{{{board}/{shard}}}:{part}"));
    }
}
