using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Models;

/// <summary>The time of the server, which passes by itself.</summary>
internal sealed class ServerTime(IDatabase database) : ScriptTime
{
    // A pause of less than a timer can keep; nobody else waits for this thread.
    public override void Pass(int amount)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < amount * 700)
        {
            Thread.SpinWait(50);
        }
    }

    protected override Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] arguments)
        => database.ScriptEvaluateAsync(script, keys, arguments);
}
