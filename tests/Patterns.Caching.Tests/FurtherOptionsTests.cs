using Microsoft.Extensions.Options;
using Patterns.Caching.HotKeys;
using Patterns.Caching.Sessions;
using Patterns.Caching.Strategies.WriteBehind;

namespace Patterns.Caching.Tests;

/// <summary>The bounds of the options of sessions, write-behind and hot keys.</summary>
public sealed class FurtherOptionsTests
{
    private static readonly TimeSpan _year = TimeSpan.FromDays(366);

    public static TheoryData<string, Action<SessionOptions>> BadSessions => new()
    {
        { "SessionOptions.KeyPrefix 'a b' contains", options => options.KeyPrefix = "a b" },
        { "SessionOptions.IdleTimeout is 366.00:00:00,", options => options.IdleTimeout = _year },
        { "SessionOptions.AbsoluteTimeout is 00:00:00,", options => options.AbsoluteTimeout = TimeSpan.Zero },
        { "SessionOptions.MaxSessionsPerUser is 0,", options => options.MaxSessionsPerUser = 0 },
        { "SessionOptions.MaxValueBytes is 1,", options => options.MaxValueBytes = 1 },
        { "SessionOptions.MaxFields is 1001,", options => options.MaxFields = 1_001 },
        { "SessionOptions.Serializer is null,", options => options.Serializer = null! },
        { "SessionOptions.RedisTimeout is 00:00:00,", options => options.RedisTimeout = TimeSpan.Zero },
        { "SessionOptions.RedisCircuit is null,", options => options.RedisCircuit = null! },
    };

    public static TheoryData<string, Action<WriteBehindOptions>> BadWrites => new()
    {
        { "WriteBehindOptions.Name '' is empty", options => options.Name = "" },
        { "WriteBehindOptions.Partitions is 257,", options => options.Partitions = 257 },
        { "WriteBehindOptions.BatchSize is 0,", options => options.BatchSize = 0 },
        { "WriteBehindOptions.FlushInterval is 00:00:00,", options => options.FlushInterval = TimeSpan.Zero },
        { "WriteBehindOptions.MaxPending is 99,", options => options.MaxPending = 99 },
        { "WriteBehindOptions.MaxAttempts is 0,", options => options.MaxAttempts = 0 },
        { "WriteBehindOptions.RetryDelay is 00:00:00,", options => options.RetryDelay = TimeSpan.Zero },
        {
            "WriteBehindOptions.MaxRetryDelay is 00:00:00.1",
            options => options.MaxRetryDelay = TimeSpan.FromMilliseconds(100)
        },
        { "WriteBehindOptions.LeaseTime is 366.00:00:00,", options => options.LeaseTime = _year },
        { "WriteBehindOptions.StoreTimeout is 366.00:00:00,", options => options.StoreTimeout = _year },
        { "WriteBehindOptions.Tags is null,", options => options.Tags = null! },
        { "WriteBehindOptions.Random is null,", options => options.Random = null! },
    };

    public static TheoryData<string, Action<HotKeyOptions>> BadHotKeys => new()
    {
        { "RedisCacheOptions.HotKeys.Threshold is 9,", options => options.Threshold = 9 },
        { "RedisCacheOptions.HotKeys.Window is 00:00:00,", options => options.Window = TimeSpan.Zero },
        { "RedisCacheOptions.HotKeys.Copies is 17,", options => options.Copies = 17 },
        { "RedisCacheOptions.HotKeys.CopyTimeToLive is 366.00:00:00,", options => options.CopyTimeToLive = _year },
    };

    [Theory]
    [MemberData(nameof(BadSessions))]
    public void An_option_of_sessions_is_named_with_its_value(string sentence, Action<SessionOptions> spoil)
    {
        var options = new SessionOptions();
        Assert.True(SessionOptionsValidator.Instance.Validate(name: null, options).Succeeded);
        spoil(options);
        Check(sentence, SessionOptionsValidator.Instance.Validate(name: null, options));
    }

    [Theory]
    [MemberData(nameof(BadWrites))]
    public void An_option_of_write_behind_is_named_with_its_value(string sentence, Action<WriteBehindOptions> spoil)
    {
        var options = new WriteBehindOptions();
        Assert.True(WriteBehindOptionsValidator.Instance.Validate(name: null, options).Succeeded);
        spoil(options);
        Check(sentence, WriteBehindOptionsValidator.Instance.Validate(name: null, options));
    }

    [Theory]
    [MemberData(nameof(BadHotKeys))]
    public void An_option_of_hot_keys_is_named_with_its_value(string sentence, Action<HotKeyOptions> spoil)
    {
        var options = new RedisCacheOptions { HotKeys = new HotKeyOptions() };
        Assert.True(new RedisCacheOptionsValidator().Validate(name: null, options).Succeeded);
        spoil(options.HotKeys);
        Check(sentence, new RedisCacheOptionsValidator().Validate(name: null, options));
    }

    private static void Check(string sentence, ValidateOptionsResult result)
        => Assert.StartsWith(sentence, Assert.Single(result.Failures!), StringComparison.Ordinal);
}
