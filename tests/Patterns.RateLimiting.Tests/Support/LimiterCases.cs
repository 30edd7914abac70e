using System.Threading.RateLimiting;
using Engine.Testing;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Support;

/// <summary>What every case needs: a server, keys of its own, and limiters of each kind with the same limit.</summary>
public abstract class LimiterCases(RecipeServer server)
{
    /// <summary>Every kind of limiter that counts over time and answers at once.</summary>
    public static TheoryData<string> Kinds =>
        ["fixed_window", "sliding_window_log", "sliding_window_counter", "token_bucket", "gcra"];

    /// <summary>A window that ends while no test looks, on a server whose clock nobody holds: those of a minute or a
    /// day end when a test of that moment is under way.</summary>
    protected static TimeSpan EndlessWindow => TimeSpan.FromDays(300);

    private protected RecordingLogger<RedisRateLimiter> Logger { get; } = new();

    /// <summary>The clock of timeouts, circuits and what is remembered locally; Redis has its own.</summary>
    protected VirtualTimeProvider Clock => server.Clock;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected async Task<IDatabase> DatabaseAsync() => (await server.ConnectAsync()).GetDatabase();

    protected Task<ConnectionMultiplexer> ConnectAsync() => server.ConnectAsync();

    protected Task<ConnectionMultiplexer> ConnectAnewAsync() => server.ConnectAnewAsync();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>A limiter that grants so many permits at once, and none while a test runs.</summary>
    protected async Task<RedisRateLimiter> CreateAsync(
        string kind, long limit, Action<RedisRateLimiterOptions>? configure = null)
        => Create(await DatabaseAsync(), kind, limit, EndlessWindow, configure);

    protected RedisRateLimiter Create(
        IDatabase database,
        string kind,
        long limit,
        TimeSpan window,
        Action<RedisRateLimiterOptions>? configure = null,
        TimeProvider? clock = null)
    {
        clock ??= Clock;
        return kind switch
        {
            "fixed_window" => new RedisFixedWindowLimiter(
                database,
                With(new RedisFixedWindowOptions { PermitLimit = limit, Window = window }, configure),
                Logger,
                clock),
            "sliding_window_log" => new RedisSlidingLogLimiter(
                database,
                With(new RedisSlidingLogOptions { PermitLimit = limit, Window = window }, configure),
                Logger,
                clock),
            "sliding_window_counter" => new RedisSlidingCounterLimiter(
                database,
                With(new RedisSlidingCounterOptions { PermitLimit = limit, Window = window }, configure),
                Logger,
                clock),
            "token_bucket" => new RedisTokenBucketLimiter(
                database,
                With(
                    new RedisTokenBucketOptions { Capacity = limit, TokensPerPeriod = limit, Period = window },
                    configure),
                Logger,
                clock),
            "gcra" => new RedisGcraLimiter(
                database,
                With(new RedisGcraOptions { PermitLimit = limit, Burst = limit, Period = window }, configure),
                Logger,
                clock),
            "leaky_bucket" => new RedisLeakyBucketLimiter(
                database,
                With(
                    new RedisLeakyBucketOptions { PermitLimit = limit, QueueLimit = limit - 1, Period = window },
                    configure),
                Logger,
                clock),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
        };
    }

    protected static async Task<RedisRateLimitLease> AcquireAsync(
        PartitionedRateLimiter<string> limiter, string partition = "p", int permits = 1)
        => Assert.IsAssignableFrom<RedisRateLimitLease>(
            await limiter.AcquireAsync(partition, permits, Cancellation));

    /// <summary>Whether anything with the case's prefix is in Redis.</summary>
    protected async Task<int> CountKeysAsync()
    {
        int count = 0;
        foreach (IServer server in (await ConnectAsync()).GetServers().Where(server => !server.IsReplica))
        {
            await foreach (RedisKey _ in server.KeysAsync(pattern: Prefix + "*"))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Lets time pass on the server until something holds: on an engine at once, as it shares
    /// <see cref="Clock"/>; on a real Redis as it does. Nothing may be under way.</summary>
    protected Task PassTimeUntilAsync(Func<Task<bool>> condition, string expectation, TimeSpan step) => Poll.UntilAsync(
        async token =>
        {
            await Clock.AdvanceAsync(step, token);
            return await condition();
        },
        expectation,
        Cancellation);

    private TOptions With<TOptions>(TOptions options, Action<RedisRateLimiterOptions>? configure)
        where TOptions : RedisRateLimiterOptions
    {
        options.KeyPrefix = Prefix;
        configure?.Invoke(options);
        return options;
    }
}
