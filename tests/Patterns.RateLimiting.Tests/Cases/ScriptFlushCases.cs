using Patterns.RateLimiting.Tests.Support;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Redis forgets its scripts. That is a further round trip for whoever comes next, so no other test uses the
/// server meanwhile.</summary>
public abstract class ScriptFlushCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flushed_scripts_under_load_lose_nothing(string kind)
    {
        const int Limit = 500;
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(),
            kind,
            Limit,
            EndlessWindow,
            options => (options.LocalDenial, options.RedisTimeout) = (TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        IDatabase database = await DatabaseAsync();
        int granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
        {
            for (int call = 0; call < 2 * Limit / 16; call++)
            {
                if (caller == 0 && call % 5 == 0)
                {
                    await database.ExecuteAsync("SCRIPT", "FLUSH");
                }

                if ((await AcquireAsync(limiter)).IsAcquired)
                {
                    Interlocked.Increment(ref granted);
                }
            }
        }));

        // 2 * 500 / 16 is 62 for each of the 16 callers, more than the limit together.
        Assert.Equal(Limit, granted);
    }
}
