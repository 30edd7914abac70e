using System.Text.RegularExpressions;
using Patterns.RateLimiting.Decisions;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Models;

/// <summary>A time that stands still between the steps, in the place of TIME in the script.</summary>
internal sealed partial class GivenTime(IDatabase database, long window) : ScriptTime
{
    private const string Call = "redis.call('TIME')";
    private const string Given = "{ ARGV[#ARGV - 1], ARGV[#ARGV] }";

    private long _now = 1_700_000_000_123_456;
    private AcquireReply _last;

    /// <summary>Goes on a little, or to where something may change and the microsecond before it.</summary>
    /// <param name="amount">Which of them.</param>
    public override void Pass(int amount)
    {
        long toBoundary = window - (_now % window);
        _now += amount switch
        {
            0 => 1,
            1 => toBoundary,
            2 => toBoundary - 1,
            3 => _last.RetryAfter,
            4 => Math.Max(0, _last.RetryAfter - 1),
            5 => _last.ResetAfter,
            6 => Math.Max(0, _last.ResetAfter - 1),
            _ => window / amount,
        };
    }

    protected override Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments)
    {
        Assert.Contains(Call, script, StringComparison.Ordinal);
        Assert.Matches(Expiry(), script);
        string timed = script.Replace(Call, Given, StringComparison.Ordinal);

        // Keys expire by the server's clock, which goes on while this one stands still; so they live long here, and the
        // scripts must see for themselves that a state is over.
        return database.ScriptEvaluateAsync(
            Expiry().Replace(timed, "3600000"), keys, [.. arguments, _now / 1_000_000, _now % 1_000_000]);
    }

    protected override AcquireReply Learn(AcquireReply reply) => _last = reply;

    [GeneratedRegex(@"math\.max\(1, math\.ceil\([a-z_]+ / 1000\)\)")]
    private static partial Regex Expiry();
}
