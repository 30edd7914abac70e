using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Several limits in one round trip: all or nothing.</summary>
public abstract class CombinedCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task When_one_limit_refuses_the_others_are_not_charged(string kind)
    {
        RedisRateLimiter wide = await CreateAsync("fixed_window", 100, Named("wide"));
        RedisRateLimiter tight = await CreateAsync(kind, 2, Named("tight"));
        var both = new CombinedRateLimiter<string>(
            user => user,
            new CombinedPolicy<string>(wide, user => user),
            new CombinedPolicy<string>(tight, user => user));
        for (int call = 0; call < 5; call++)
        {
            var lease = Assert.IsType<CombinedRateLimitLease>(await both.AcquireAsync("u", 1, Cancellation));
            Assert.Equal(call < 2, lease.IsAcquired);
            Assert.Equal("tight", lease.Decision.Policy);
            Assert.Equal(["wide", "tight"], lease.Decisions.Select(decision => decision.Policy));
            if (call >= 2)
            {
                Assert.Equal(RateLimitReason.OtherPolicyRefused, lease.Decisions[0].Reason);
                Assert.Equal(RateLimitReason.LimitReached, lease.Decisions[1].Reason);
            }
        }

        Assert.Equal(98, (await wide.PeekAsync("u", cancellationToken: Cancellation)).Remaining);
    }

    [Fact]
    public async Task A_combined_call_is_one_round_trip()
    {
        CombinedRateLimiter<string> limits = await CreateTenantLimitsAsync();
        await limits.AcquireAsync("u", 1, Cancellation);
        CommandLog log = await LogCommandsAsync();
        await limits.AcquireAsync("u", 1, Cancellation);
        Assert.Equal("EVALSHA", log.Take());
    }

    [Fact]
    public async Task States_of_one_call_share_a_tag_and_are_administered_under_it()
    {
        RedisRateLimiter user = await CreateAsync("gcra", 5, Named("user"));
        RedisRateLimiter tenant = await CreateAsync("token_bucket", 10, Named("tenant"));
        var both = new CombinedRateLimiter<string>(
            _ => "acme",
            new CombinedPolicy<string>(user, name => name),
            new CombinedPolicy<string>(tenant, _ => "acme"));
        await both.AcquireAsync("ada", 2, Cancellation);

        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyExistsAsync($"{Prefix}user:3:s:{{acme}}:ada"));
        Assert.True(await database.KeyExistsAsync($"{Prefix}tenant:3:s:{{acme}}"));
        Assert.Equal(3, (await user.PeekAsync("ada", tag: "acme", cancellationToken: Cancellation)).Remaining);
        Assert.Equal(5, (await user.PeekAsync("ada", cancellationToken: Cancellation)).Remaining);
        Assert.Equal(8, (await tenant.PeekAsync("acme", cancellationToken: Cancellation)).Remaining);

        await user.BlockAsync("ada", TimeSpan.FromHours(1), tag: "acme", Cancellation);
        var blocked = Assert.IsType<CombinedRateLimitLease>(await both.AcquireAsync("ada", 1, Cancellation));
        Assert.Equal((RateLimitReason.Blocked, "user"), (blocked.Decision.Reason, blocked.Decision.Policy));
        Assert.True((await both.AcquireAsync("bob", 1, Cancellation)).IsAcquired);
    }

    [Theory]
    [InlineData("ada::block", "ada")]
    [InlineData(":block", "acme")]
    [InlineData("b:ada", "ada")]
    public async Task A_user_whose_name_looks_like_a_key_blocks_nobody(string user, string other)
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", 5);
        var limits = new CombinedRateLimiter<string>(_ => "acme", new CombinedPolicy<string>(limiter, name => name));
        Assert.True((await limits.AcquireAsync(user, 1, Cancellation)).IsAcquired);
        Assert.True((await limits.AcquireAsync(other, 1, Cancellation)).IsAcquired);
    }

    [Fact]
    public async Task A_limit_without_a_partition_is_left_out()
    {
        RedisRateLimiter user = await CreateAsync("gcra", 5, Named("user"));
        RedisRateLimiter tenant = await CreateAsync("gcra", 5, Named("tenant"));
        var both = new CombinedRateLimiter<string>(
            _ => "acme",
            new CombinedPolicy<string>(user, name => name == "" ? null : name),
            new CombinedPolicy<string>(tenant, name => name == "" ? null : "acme"));
        Assert.True((await both.AcquireAsync("", 1, Cancellation)).IsAcquired);
        Assert.Equal(5, (await tenant.PeekAsync("acme", cancellationToken: Cancellation)).Remaining);
    }

    [Fact]
    public async Task A_limit_in_shadow_mode_refuses_nothing_of_a_combined_call()
    {
        RedisRateLimiter real = await CreateAsync("gcra", 5, Named("real"));
        RedisRateLimiter trial = await CreateAsync(
            "gcra",
            1,
            options =>
            {
                Named("trial")(options);
                options.Shadow = true;
            });
        var both = new CombinedRateLimiter<string>(
            name => name,
            new CombinedPolicy<string>(real, name => name),
            new CombinedPolicy<string>(trial, name => name));
        for (int call = 0; call < 5; call++)
        {
            var lease = Assert.IsType<CombinedRateLimitLease>(await both.AcquireAsync("u", 1, Cancellation));
            Assert.True(lease.IsAcquired);
            Assert.Equal(
                call == 0 ? RateLimitReason.Granted : RateLimitReason.GrantedInShadow, lease.Decisions[1].Reason);
        }

        Assert.False((await both.AcquireAsync("u", 1, Cancellation)).IsAcquired);
    }

    [Fact]
    public async Task A_combination_that_cannot_work_is_refused_with_its_remedy()
    {
        RedisRateLimiter one = await CreateAsync("gcra", 5);
        RedisRateLimiter twin = await CreateAsync("fixed_window", 5);
        RedisRateLimiter queue = Create(
            await DatabaseAsync(), "leaky_bucket", 5, TimeSpan.FromDays(1), Named("queue"));
        Assert.Contains("common tag", Refuse<ArgumentNullException>(null!, one), StringComparison.Ordinal);
        Assert.Contains("There are 0 policies", Refuse<ArgumentException>(Self), StringComparison.Ordinal);
        Assert.Contains("share their states", Refuse<ArgumentException>(Self, one, twin), StringComparison.Ordinal);
        Assert.Contains("leaky bucket", Refuse<ArgumentException>(Self, one, queue), StringComparison.Ordinal);

        static string Self(string name) => name;

        static string Refuse<TError>(Func<string, string> tag, params RedisRateLimiter[] limiters)
            where TError : ArgumentException
            => Assert.Throws<TError>(() => new CombinedRateLimiter<string>(
                tag, [.. limiters.Select(limiter => new CombinedPolicy<string>(limiter, Self))])).Message;
    }

    private async Task<CombinedRateLimiter<string>> CreateTenantLimitsAsync()
        => new(
            _ => "acme",
            new CombinedPolicy<string>(await CreateAsync("gcra", 100, Named("s")), name => name),
            new CombinedPolicy<string>(await CreateAsync("fixed_window", 100, Named("d")), name => name),
            new CombinedPolicy<string>(await CreateAsync("sliding_window_log", 100, Named("t")), _ => "acme"));

    private Action<RedisRateLimiterOptions> Named(string name) => options =>
    {
        options.KeyPrefix = Prefix + name;
        options.PolicyName = name;
    };
}
