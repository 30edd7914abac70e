using FsCheck;
using FsCheck.Fluent;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.Tests.Models;
using Patterns.RateLimiting.Tests.Support;
using Patterns.RateLimiting.TokenBucket;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Random traffic, costs and limits: every answer is what a naive model says.</summary>
public abstract class ModelCases(RecipeServer server) : LimiterCases(server)
{
    // Odd on purpose, so that rates are no whole numbers. Windows pass between the steps of the first; those of the
    // second are so long that no key expires while a test runs.
    private const long ShortWindow = 7_003;
    private const long LongWindow = 3_600_000_007;

    public static TheoryData<string> Models => [.. Kinds.Select(row => row.Data), "leaky_bucket", "slow_bucket"];

    /// <summary>Replies carry the server's time, at which the model is asked, so the comparison is exact on a server
    /// whose clock nobody holds.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public async Task Every_answer_is_what_the_model_says_at_the_servers_time(string kind)
        => Check(kind, ShortWindow, new ServerTime(await DatabaseAsync()));

    /// <summary>The script is told the time, so that steps fall on the very microsecond at which something
    /// changes.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public async Task Every_answer_is_what_the_model_says_to_the_microsecond(string kind)
        => Check(kind, LongWindow, new GivenTime(await DatabaseAsync(), LongWindow));

    private void Check(string kind, long window, ScriptTime time)
    {
        int run = 0;
        Gen<TrafficStep[]> traffic = Gen.ArrayOf(
            from step in Gen.Frequency(
                (12, Gen.Constant(TrafficKind.Acquire)),
                (2, Gen.Constant(TrafficKind.Peek)),
                (1, Gen.Constant(TrafficKind.Charge)),
                (3, Gen.Constant(TrafficKind.Pause)),
                (1, Gen.Constant(TrafficKind.ChangeLimit)))
            from amount in Gen.Choose(0, 9)
            select new TrafficStep(step, amount));

        Prop.ForAll(Arb.From(traffic), steps =>
        {
            string key = $"{Prefix}{kind}{run++}";
            RunAsync(kind, window, time, key, steps).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Soak.Iterations(25, 1_000)).WithEndSize(150));
    }

    private static async Task RunAsync(string kind, long window, ScriptTime time, string key, TrafficStep[] steps)
    {
        long limit = 5;
        (LimitModel model, Func<long, RateLimitRule> rules) = Create(kind, limit, window);
        RateLimitRule rule = rules(limit);
        foreach ((int index, TrafficStep step) in steps.Index())
        {
            string where = $"step {index} of {kind}: {step}";
            switch (step.Kind)
            {
                case TrafficKind.Pause:
                    time.Pass(step.Amount);
                    break;
                case TrafficKind.ChangeLimit:
                    limit = step.Amount + 1;
                    model.Change(limit);
                    rule = rules(limit);
                    break;
                case TrafficKind.Acquire:
                    AcquireReply taken = await time.AskAsync(rule, key, AcquireScripts.Take, step.Amount);
                    CheckVerdict(model, limit, step.Amount, taken, where);
                    if (taken.Verdict == Verdict.Granted && step.Amount > 0)
                    {
                        model.Charge(taken.Now, step.Amount);
                    }

                    CheckRest(model, taken, where);
                    break;
                case TrafficKind.Peek:
                    AcquireReply seen = await time.AskAsync(rule, key, AcquireScripts.Peek, step.Amount);
                    CheckVerdict(model, limit, step.Amount, seen, where);
                    CheckRest(model, seen, where);
                    break;
                default:
                    AcquireReply charged = await time.AskAsync(rule, key, AcquireScripts.Charge, step.Amount + 1);
                    model.Charge(charged.Now, step.Amount + 1);
                    CheckRest(model, charged, where);
                    break;
            }
        }
    }

    private static void CheckVerdict(LimitModel model, long limit, int permits, AcquireReply reply, string where)
    {
        long asked = Math.Max(1, permits);
        Verdict verdict = permits > limit ? Verdict.Never
            : model.IsFree(reply.Now, asked) ? Verdict.Granted
            : Verdict.NotNow;
        Assert.True(verdict == reply.Verdict, $"{where}: the model says {verdict}, the script {reply.Verdict}.");
        long retryAfter = verdict == Verdict.NotNow ? model.RetryAfter(reply.Now, asked) : 0;
        Assert.True(
            retryAfter == reply.RetryAfter,
            $"{where}: the model says retry after {retryAfter}, not {reply.RetryAfter}.");
    }

    private static void CheckRest(LimitModel model, AcquireReply reply, string where)
    {
        Assert.True(
            model.Remaining(reply.Now) == reply.Remaining,
            $"{where}: the model says {model.Remaining(reply.Now)} remain, not {reply.Remaining}.");
        Assert.True(
            model.ResetAfter(reply.Now) == reply.ResetAfter,
            $"{where}: the model says reset after {model.ResetAfter(reply.Now)}, not {reply.ResetAfter}.");
    }

    private static (LimitModel Model, Func<long, RateLimitRule> Rules) Create(
        string kind, long limit, long length)
    {
        TimeSpan window = Microseconds.ToTimeSpan(length);
        long interval = SpacedPermits.Interval(7, window);
        return kind switch
        {
            "fixed_window" => (
                new FixedWindowModel(limit, length),
                now => new RedisFixedWindowOptions { PermitLimit = now, Window = window }.ToRule()),
            "sliding_window_log" => (
                new SlidingLogModel(limit, length),
                now => new RedisSlidingLogOptions { PermitLimit = now, Window = window }.ToRule()),
            "sliding_window_counter" => (
                new SlidingCounterModel(limit, length),
                now => new RedisSlidingCounterOptions { PermitLimit = now, Window = window }.ToRule()),
            "token_bucket" => (
                new BucketModel(limit, 7, length),
                now => new RedisTokenBucketOptions { Capacity = now, TokensPerPeriod = 7, Period = window }.ToRule()),
            "slow_bucket" => (
                new BucketModel(limit, 2, length),
                now => new RedisTokenBucketOptions { Capacity = now, TokensPerPeriod = 2, Period = window }.ToRule()),
            "gcra" => (
                new BucketModel(limit, 1, interval),
                now => new RedisGcraOptions { PermitLimit = 7, Burst = now, Period = window }.ToRule()),
            _ => (
                new BucketModel(limit, 1, interval),
                now => new RedisLeakyBucketOptions { PermitLimit = 7, QueueLimit = now - 1, Period = window }.ToRule()),
        };
    }
}
