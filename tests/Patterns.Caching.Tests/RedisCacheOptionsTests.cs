using Microsoft.Extensions.Options;

namespace Patterns.Caching.Tests;

public sealed class RedisCacheOptionsTests
{
    private readonly RedisCacheOptionsValidator _validator = new();

    public static TheoryData<string, Action<RedisCacheOptions>> BadOptions => new()
    {
        { "RedisCacheOptions.KeyPrefix 'a b' contains", options => options.KeyPrefix = "a b" },
        { "RedisCacheOptions.TimeToLive is 00:00:00,", options => options.TimeToLive = TimeSpan.Zero },
        { "RedisCacheOptions.TimeToLive is 3651.00:00:00,", options => options.TimeToLive = TimeSpan.FromDays(3651) },
        { "RedisCacheOptions.Jitter is 0.6,", options => options.Jitter = 0.6 },
        { "RedisCacheOptions.Jitter is -0.1,", options => options.Jitter = -0.1 },
        { "RedisCacheOptions.FailureMode is 7,", options => options.FailureMode = (CacheFailureMode)7 },
        { "RedisCacheOptions.RedisTimeout is 00:02:00,", options => options.RedisTimeout = TimeSpan.FromMinutes(2) },
        { "RedisCacheOptions.RedisCircuit.FailureRatio is 2,", options => options.RedisCircuit.FailureRatio = 2 },
        { "RedisCacheOptions.SourceTimeout is 02:00:00,", options => options.SourceTimeout = TimeSpan.FromHours(2) },
        { "RedisCacheOptions.SourceCircuit is null,", options => options.SourceCircuit = null! },
        { "RedisCacheOptions.Local.MaxEntries is 0,", options => options.Local = new() { MaxEntries = 0 } },
        { "RedisCacheOptions.Serializer is null,", options => options.Serializer = null! },
        { "RedisCacheOptions.Random is null,", options => options.Random = null! },
    };

    [Fact]
    public void The_defaults_are_valid()
        => Assert.True(_validator.Validate(name: null, new RedisCacheOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void An_option_out_of_bounds_is_named_with_its_value(string sentence, Action<RedisCacheOptions> spoil)
    {
        var options = new RedisCacheOptions();
        spoil(options);
        ValidateOptionsResult result = _validator.Validate(name: null, options);
        Assert.StartsWith(sentence, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
