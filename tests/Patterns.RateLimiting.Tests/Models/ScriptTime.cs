using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Models;

/// <summary>Runs acquire.lua at some time.</summary>
internal abstract class ScriptTime
{
    /// <summary>Lets time pass.</summary>
    /// <param name="amount">How long, from 0 to 9.</param>
    public abstract void Pass(int amount);

    public async Task<AcquireReply> AskAsync(RateLimitRule rule, string key, RedisValue mode, long permits)
    {
        RedisValue[] arguments = RateLimitRule.NewArguments(mode, extra: 0, ends: 0, policies: 1);
        rule.Write(arguments, policy: 0, permits);
        return Learn(AcquireReply.Read(await RunAsync(rule.Script.Text, [key, key + "::block"], arguments)));
    }

    protected abstract Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments);

    protected virtual AcquireReply Learn(AcquireReply reply) => reply;
}
