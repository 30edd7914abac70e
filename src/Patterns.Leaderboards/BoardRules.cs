using Patterns.Core.Time;
using Patterns.Leaderboards.Ranking;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>The options of a board as scripts take them, and how scores stand in its sorted sets.</summary>
internal sealed class BoardRules
{
    private readonly double _min;
    private readonly double _max;
    private readonly double _ticks;

    public BoardRules(LeaderboardsOptions options)
    {
        bool tells = options.TieBreak == TieBreak.FirstToReach;
        _min = options.MinScore;
        _max = options.MaxScore;
        _ticks = tells ? TicksOf(options.Ties) : 0;
        IsHighestFirst = options.Order == LeaderboardOrder.HighestFirst;
        HasLevels = options.DenseRanks;
        Packed = PackedNumbers.Of(
            IsHighestFirst ? 1 : 0,
            tells ? _min : 0,
            _ticks,
            UnixTime.ToMicroseconds(options.Ties.Epoch),
            UnixTime.ToMicroseconds(options.Ties.Resolution),
            _min,
            _max,
            Width,
            (int)options.Events,
            options.EventRank,
            options.EventStreamLength);
    }

    public bool IsHighestFirst { get; }

    public bool HasTicks => _ticks > 0;

    public bool HasLevels { get; }

    /// <summary>How many keys a ranking has.</summary>
    public int Width => HasLevels ? 2 : 1;

    /// <summary>All of it as scripts take it; scale.lua says in which order.</summary>
    public RedisValue Packed { get; }

    public static double TicksOf(TieBreakOptions ties) => Math.Ceiling(ties.Span / ties.Resolution);

    /// <summary>The score of a number in the sorted set.</summary>
    public double Decode(double number) => HasTicks ? Math.Floor(number / _ticks) + _min : number;

    /// <summary>The least number of a score that is at least this one.</summary>
    public double First(double score)
        => HasTicks ? (Math.Ceiling(Math.Clamp(score, _min, _max + 1)) - _min) * _ticks : score;

    /// <summary>The greatest number of a score that is at most this one.</summary>
    public double Last(double score)
        => HasTicks ? ((Math.Floor(Math.Clamp(score, _min - 1, _max)) - _min) * _ticks) + _ticks - 1 : score;

    /// <summary>Checks a score that is to stand on a board, or to be added.</summary>
    /// <returns>The score; never the negative zero, which Redis would tell from zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score cannot stand there; the message says why.</exception>
    public double Require(double score, SubmitMode mode)
    {
        if (!double.IsFinite(score))
        {
            throw new ArgumentOutOfRangeException(
                nameof(
                    score), score, $"The score {score} is not finite: a place on a board needs a number to compare.");
        }

        if (HasTicks && score != Math.Floor(score))
        {
            throw new ArgumentOutOfRangeException(
                nameof(score),
                score,
                $"The score {score} is no whole number, as ties by time need it: count in cents or milliseconds.");
        }

        if (mode != SubmitMode.Increment)
        {
            RequireRange(score);
        }

        return score + 0.0;
    }

    /// <exception cref="ArgumentOutOfRangeException">The score is above or below what is accepted.</exception>
    public void RequireRange(double score)
    {
        if (score < _min || score > _max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(score),
                score,
                $"The score {score} must be between {_min} and {_max}: submit another, or change "
                + $"{nameof(LeaderboardsOptions.MinScore)} and {nameof(LeaderboardsOptions.MaxScore)}.");
        }
    }
}
