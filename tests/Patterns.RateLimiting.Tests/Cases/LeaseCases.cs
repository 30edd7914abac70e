using System.Threading.RateLimiting;
using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What leases and limiters tell, through the types of System.Threading.RateLimiting.</summary>
public abstract class LeaseCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_lease_tells_all_that_its_names_promise(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 2, options => options.PolicyName = "per-day");
        RateLimitLease granted = await AcquireAsync(limiter);
        Assert.True(granted.TryGetMetadata(RateLimitMetadata.Limit, out long limit));
        Assert.True(granted.TryGetMetadata(RateLimitMetadata.Remaining, out long remaining));
        Assert.True(granted.TryGetMetadata(RateLimitMetadata.ResetAfter, out TimeSpan resetAfter));
        Assert.True(granted.TryGetMetadata(RateLimitMetadata.Policy, out string? policy));
        Assert.True(granted.TryGetMetadata(RateLimitMetadata.Reason, out RateLimitReason reason));
        Assert.False(granted.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan _));
        Assert.Equal((2, 1, "per-day", RateLimitReason.Granted), (limit, remaining, policy, reason));
        Assert.InRange(resetAfter, TimeSpan.FromTicks(1), EndlessWindow * 2);

        await AcquireAsync(limiter);
        RateLimitLease refused = await AcquireAsync(limiter);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
        Assert.True(retryAfter > TimeSpan.Zero);
        Assert.Equal(refused.MetadataNames.Order(), refused.GetAllMetadata().Select(pair => pair.Key).Order());
    }

    [Fact]
    public async Task A_partition_is_a_rate_limiter_and_shares_what_it_knows()
    {
        RedisRateLimiter limiter = await CreateAsync("token_bucket", limit: 3);
        RateLimiter partition = limiter.For("p");
        Assert.False(partition.AttemptAcquire().IsAcquired);
        Assert.True((await partition.AcquireAsync(cancellationToken: Cancellation)).IsAcquired);
        await AcquireAsync(limiter, permits: 2);
        Assert.False((await partition.AcquireAsync(cancellationToken: Cancellation)).IsAcquired);

        RateLimiterStatistics statistics = partition.GetStatistics()!;
        Assert.Equal((2, 1, 0), (
            statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases, statistics.CurrentAvailablePermits));
        Assert.Equal(2, limiter.GetStatistics("p")!.TotalSuccessfulLeases);
        Assert.Null(limiter.GetStatistics("unknown"));
        Assert.NotNull(partition.IdleDuration);
    }

    [Fact]
    public async Task Resources_are_translated_into_partitions()
    {
        RedisRateLimiter limiter = await CreateAsync("fixed_window", limit: 1);
        PartitionedRateLimiter<Uri> byHost = limiter.WithTranslatedKey<Uri>(uri => uri.Host, leaveOpen: true);
        Assert.True((await byHost.AcquireAsync(new Uri("http://a/1"), 1, Cancellation)).IsAcquired);
        Assert.False((await byHost.AcquireAsync(new Uri("http://a/2"), 1, Cancellation)).IsAcquired);
        Assert.True((await byHost.AcquireAsync(new Uri("http://b/1"), 1, Cancellation)).IsAcquired);
    }

    [Fact]
    public async Task A_disposed_limiter_says_so()
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 1);
        RateLimiter partition = limiter.For("p");
        await limiter.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AcquireAsync(limiter));
        Assert.Throws<ObjectDisposedException>(() => partition.AttemptAcquire());
    }

    [Fact]
    public async Task A_cancelled_call_takes_nothing()
    {
        RedisRateLimiter limiter = await CreateAsync("fixed_window", limit: 1);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => limiter.AcquireAsync("p", 1, cancelled.Token).AsTask());
        Assert.Equal(1, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Shadow_mode_counts_and_refuses_nothing(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 1, options => options.Shadow = true);
        Assert.Equal(RateLimitReason.Granted, (await AcquireAsync(limiter)).Decision.Reason);
        for (int call = 0; call < 2; call++)
        {
            RedisRateLimitLease lease = await AcquireAsync(limiter);
            Assert.True(lease.IsAcquired);
            Assert.Equal(RateLimitReason.GrantedInShadow, lease.Decision.Reason);
            Assert.NotNull(lease.Decision.RetryAfter);
        }
    }
}
