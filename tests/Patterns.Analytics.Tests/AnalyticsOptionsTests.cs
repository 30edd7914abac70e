using Microsoft.Extensions.Options;
using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Counters;
using Patterns.Analytics.Nearby;
using Patterns.Analytics.TimeSeries;
using Patterns.Analytics.TopK;
using Patterns.Analytics.Uniques;

namespace Patterns.Analytics.Tests;

/// <summary>Bad options of every recipe are named with value, bound and remedy.</summary>
public sealed class AnalyticsOptionsTests
{
    private static readonly CounterResolution[] _unordered = [CounterResolution.Hour, CounterResolution.Minute];
    private static readonly CounterResolution[] _uneven =
        [new(TimeSpan.FromMinutes(7), TimeSpan.FromDays(1)), CounterResolution.Hour];

    [Fact]
    public void Defaults_are_valid()
    {
        Assert.Empty(Failures(new CountersOptionsValidator(), new CountersOptions()));
        Assert.Empty(Failures(new UniquesOptionsValidator(), new UniquesOptions()));
        Assert.Empty(Failures(new ActiveUsersOptionsValidator(), new ActiveUsersOptions()));
        Assert.Empty(Failures(new TopKOptionsValidator(), new TopKOptions()));
        Assert.Empty(Failures(new TimeSeriesOptionsValidator(), new TimeSeriesOptions()));
        Assert.Empty(Failures(new NearbyOptionsValidator(), new NearbyOptions()));
    }

    [Fact]
    public void A_bad_option_is_named_with_its_value()
    {
        Refuses(new CountersOptionsValidator(), new CountersOptions { KeyPrefix = "a b" }, "KeyPrefix 'a b' contains");
        Refuses(new CountersOptionsValidator(), new CountersOptions { Resolutions = null! }, "Resolutions is null");
        Refuses(new CountersOptionsValidator(), new CountersOptions { Resolutions = [] }, "Resolutions.Count is 0,");
        Refuses(
            new CountersOptionsValidator(),
            new CountersOptions { Resolutions = _unordered },
            "Resolutions[1].Bucket is 00:01:00, but must be between 01:00:00.0000001");
        Refuses(
            new CountersOptionsValidator(),
            new CountersOptions { Resolutions = _uneven },
            "Resolutions[1].Bucket: what is left is 2400000000, but must be between 0 and 0: make it a multiple");
        Refuses(
            new CountersOptionsValidator(),
            new CountersOptions { RedisTimeout = default },
            "RedisTimeout is 00:00:00,");
        Refuses(new UniquesOptionsValidator(), new UniquesOptions { Bucket = TimeSpan.Zero }, "Bucket is 00:00:00,");
        Refuses(
            new UniquesOptionsValidator(), new UniquesOptions { Retention = TimeSpan.Zero }, "Retention is 00:00:00,");
        Refuses(new ActiveUsersOptionsValidator(), new ActiveUsersOptions { MaxUser = -1 }, "MaxUser is -1,");
        Refuses(
            new ActiveUsersOptionsValidator(),
            new ActiveUsersOptions { Retention = TimeSpan.Zero },
            "Retention is 00:00:00,");
        Refuses(new TopKOptionsValidator(), new TopKOptions { Capacity = 100_001 }, "Capacity is 100001,");
        Refuses(new TopKOptionsValidator(), new TopKOptions { HalfLife = TimeSpan.Zero }, "HalfLife is 00:00:00,");
        Refuses(new TopKOptionsValidator(), new TopKOptions { Retention = TimeSpan.Zero }, "Retention is 00:00:00,");
        Refuses(
            new TimeSeriesOptionsValidator(),
            new TimeSeriesOptions { SampleRetention = TimeSpan.Zero },
            "SampleRetention is 00:00:00,");
        Refuses(
            new NearbyOptionsValidator(),
            new NearbyOptions { PositionLifetime = TimeSpan.Zero },
            "PositionLifetime is 00:00:00,");
    }

    private static void Refuses<TOptions>(IValidateOptions<TOptions> validator, TOptions options, string sentence)
        where TOptions : class
        => Assert.Contains(
            Failures(validator, options),
            failure => failure.StartsWith($"{typeof(TOptions).Name}.{sentence}", StringComparison.Ordinal));

    private static IEnumerable<string> Failures<TOptions>(IValidateOptions<TOptions> validator, TOptions options)
        where TOptions : class
        => validator.Validate(null, options).Failures ?? [];
}
