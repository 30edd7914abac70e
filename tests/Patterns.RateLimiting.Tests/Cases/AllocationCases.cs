using System.Threading.RateLimiting;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What a decision allocates. Runs alone, because it counts the whole process.</summary>
public abstract class AllocationCases(RecipeServer server) : LimiterCases(server)
{
    private static int Budget => Allocations.IsOptimised<RedisRateLimiter>() ? 400 : 1_400;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_acquire_allocates_little_more_than_the_clients_own_call_of_the_script(string kind)
    {
        IDatabase database = await DatabaseAsync();
        RedisRateLimiter limiter = Create(
            database,
            kind,
            1_000_000,
            TimeSpan.FromDays(1),
            options => options.RedisTimeout = TimeSpan.FromSeconds(30),
            TimeProvider.System);
        await AcquireAsync(limiter);
        RateLimitRule rule = limiter.Settings.Rule;
        RedisKey state = $"{Prefix}:3:s:{{bare}}";
        RedisKey block = $"{Prefix}:3:b:{{bare}}";

        long bare = await Allocations.PerCallAsync(async () =>
        {
            RedisValue[] arguments = RateLimitRule.NewArguments(AcquireScripts.Take, 0, 0, 1);
            rule.Write(arguments, 0, 1);
            await database.ScriptEvaluateAsync(rule.Script.Text, [state, block], arguments);
        });
        long ours = await Allocations.PerCallAsync(async () =>
        {
            using RateLimitLease lease = await limiter.AcquireAsync("p", 1, CancellationToken.None);
        });

        Assert.InRange(ours - bare, -1_000, Budget);
    }

    [Fact]
    public async Task A_local_grant_and_a_local_refusal_allocate_nothing()
    {
        RedisRateLimiter limiter = await CreateAsync(
            "token_bucket",
            limit: 500_000,
            options => (options.LocalBatch, options.LocalBatchLifetime) = (500_000, TimeSpan.FromMinutes(1)));
        await AcquireAsync(limiter);
        RateLimiter partition = limiter.For("p");
        Assert.Equal(0, await Allocations.PerCallAsync(() =>
        {
            using RateLimitLease lease = partition.AttemptAcquire();
            return lease.IsAcquired ? Task.CompletedTask : throw new InvalidOperationException("The batch is empty.");
        }));

        RedisRateLimiter full = await CreateAsync("gcra", limit: 1, options => options.KeyPrefix = Prefix + "full");
        await AcquireAsync(full);
        Assert.False((await AcquireAsync(full)).IsAcquired);
        RateLimiter refusing = full.For("p");
        Assert.Equal(0, await Allocations.PerCallAsync(() =>
        {
            using RateLimitLease lease = refusing.AttemptAcquire();
            return lease.IsAcquired ? throw new InvalidOperationException("It was granted.") : Task.CompletedTask;
        }));
    }
}
