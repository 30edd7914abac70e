using Microsoft.Extensions.Options;

namespace Patterns.Leaderboards.Tests;

public sealed class LeaderboardsOptionsTests
{
    private readonly LeaderboardsOptionsValidator _validator = new();

    public static TheoryData<string, Action<LeaderboardsOptions>> BadOptions => new()
    {
        { "KeyPrefix 'a b' contains", options => options.KeyPrefix = "a b" },
        { "Order is 7,", options => options.Order = (LeaderboardOrder)7 },
        { "TieBreak is 7,", options => options.TieBreak = (TieBreak)7 },
        { "Events is 7,", options => options.Events = (LeaderboardEvents)7 },
        { "EventRank is 0,", options => options.EventRank = 0 },
        { "EventStreamLength is 0,", options => options.EventStreamLength = 0 },
        { "MinScore is -Infinity,", options => options.MinScore = double.NegativeInfinity },
        { "MaxScore is Infinity,", options => options.MaxScore = double.PositiveInfinity },
        { "MinScore is NaN,", options => options.MinScore = double.NaN },
        { "Windows is null", options => options.Windows = null! },
        { "Windows.Count is 0,", options => options.Windows = [] },
        {
            "Windows: different names is 1, but must be between 2 and 2",
            options => options.Windows = [LeaderboardWindow.Daily, LeaderboardWindow.Daily]
        },
        {
            "Windows[day].Retention is 500.00:00:00,",
            options => options.Windows = [LeaderboardWindow.Daily with { Retention = TimeSpan.FromDays(500) }]
        },
        {
            "Windows[week].Retention is 00:00:00,",
            options => options.Windows = [LeaderboardWindow.Weekly with { Retention = TimeSpan.Zero }]
        },
        { "TimeZone is null", options => options.TimeZone = null! },
        { "Ties is null", options => options.Ties = null! },
        { "RedisTimeout is 00:00:00,", options => options.RedisTimeout = TimeSpan.Zero },
        { "RedisTimeout is 00:02:00,", options => options.RedisTimeout = TimeSpan.FromMinutes(2) },
        { "RedisCircuit is null", options => options.RedisCircuit = null! },
        { "RedisCircuit.FailureRatio is 2,", options => options.RedisCircuit.FailureRatio = 2 },
    };

    public static TheoryData<string, Action<LeaderboardsOptions>> BadTies => new()
    {
        { "MinScore: the fraction is 0.5,", options => options.MinScore = 0.5 },
        { "MaxScore: the fraction is 0.25,", options => options.MaxScore = 10.25 },
        { "MinScore is -10000000000000000,", options => options.MinScore = -1e16 },
        { "Ties.Resolution is 00:00:00,", options => options.Ties.Resolution = TimeSpan.Zero },
        { "Ties.Span is 00:30:00,", options => options.Ties.Span = TimeSpan.FromMinutes(30) },
        { "Ties.Epoch is 01/01/1900", options => options.Ties.Epoch = DateTimeOffset.UnixEpoch.AddYears(-70) },
    };

    [Fact]
    public void Defaults_are_valid() => Assert.True(_validator.Validate(null, new LeaderboardsOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_its_value(string sentence, Action<LeaderboardsOptions> spoil)
    {
        var options = new LeaderboardsOptions();
        spoil(options);
        Assert.StartsWith($"LeaderboardsOptions.{sentence}", Failures(options)[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadTies))]
    public void A_bad_option_of_ties_is_named_with_its_value(string sentence, Action<LeaderboardsOptions> spoil)
    {
        LeaderboardsOptions options = WithTies();
        Assert.Empty(Failures(options));
        spoil(options);
        Assert.StartsWith($"LeaderboardsOptions.{sentence}", Failures(options)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_and_time_must_fit_into_53_bits_and_the_last_bit_counts()
    {
        LeaderboardsOptions options = WithTies();
        options.Ties.Resolution = TimeSpan.FromMilliseconds(1);
        options.Ties.Span = TimeSpan.FromMilliseconds(1L << 33);
        options.MinScore = -100;
        options.MaxScore = (1 << 20) - 101;
        Assert.Empty(Failures(options));

        options.MaxScore++;
        string failure = Assert.Single(Failures(options));
        Assert.StartsWith(
            "LeaderboardsOptions.MaxScore - MinScore + 1 is 1048577, but must be between 1 and 1048576: "
                + "8589934592 steps",
            failure,
            StringComparison.Ordinal);
        Assert.Contains("coarsen Ties.Resolution", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Ties_by_time_need_a_range_of_scores()
    {
        var options = new LeaderboardsOptions { TieBreak = TieBreak.FirstToReach };
        Assert.NotEmpty(Failures(options));
    }

    private static LeaderboardsOptions WithTies()
        => new() { TieBreak = TieBreak.FirstToReach, MinScore = 0, MaxScore = 1000 };

    private string[] Failures(LeaderboardsOptions options)
    {
        ValidateOptionsResult result = _validator.Validate(null, options);
        return [.. result.Failures ?? []];
    }
}
