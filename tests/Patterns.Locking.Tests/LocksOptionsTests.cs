using Microsoft.Extensions.Options;

namespace Patterns.Locking.Tests;

public sealed class LocksOptionsTests
{
    [Fact]
    public void The_defaults_are_within_their_bounds()
        => Assert.True(LocksOptionsValidator<RedisLocksOptions>.Instance.Validate(null, new()).Succeeded);

    [Fact]
    public void Every_fault_is_named_with_its_value_and_bounds()
    {
        var options = new RedisLocksOptions
        {
            KeyPrefix = "",
            TimeToLive = TimeSpan.FromMilliseconds(99),
            MaxHold = TimeSpan.FromDays(2),
            FencingMemory = TimeSpan.Zero,
            RedisTimeout = TimeSpan.Zero,
            OutageTolerance = TimeSpan.FromDays(2),
            RedisCircuit = null!,
            Guarantee = LockGuarantee.Quorum,
            Replicas = 0,
            ReplicationTimeout = TimeSpan.FromSeconds(1),
            PollInterval = TimeSpan.FromMilliseconds(1),
        };
        ValidateOptionsResult result = LocksOptionsValidator<RedisLocksOptions>.Instance.Validate(null, options);
        string[] names =
        [
            "KeyPrefix", "TimeToLive", "MaxHold", "FencingMemory", "RedisTimeout", "OutageTolerance",
            "RedisCircuit", "Guarantee", "Replicas", "ReplicationTimeout", "PollInterval",
        ];
        Assert.Equal(names.Length, result.Failures!.Count());
        Assert.All(names, name => Assert.Contains(
            result.Failures!, failure => failure.StartsWith($"RedisLocksOptions.{name} ", StringComparison.Ordinal)));
        Assert.Contains("Guarantee is 2, but must be between 0 and 1", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_one_lock_are_refused_when_they_are_out_of_bounds()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new LockOptions { TimeToLive = TimeSpan.FromMilliseconds(99) });
        Assert.Contains(
            "TimeToLive is 00:00:00.0990000, but must be between 00:00:00.1000000",
            error.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LockOptions { WaitTime = TimeSpan.FromSeconds(-2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LockOptions { MaxHold = TimeSpan.FromDays(2) });
        Assert.Equal(
            Timeout.InfiniteTimeSpan, new LockOptions { WaitTime = Timeout.InfiniteTimeSpan }.WaitTime);
    }
}
