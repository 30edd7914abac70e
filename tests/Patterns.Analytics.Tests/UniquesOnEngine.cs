using Patterns.Analytics.Tests.Cases;
using Patterns.Analytics.Uniques;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and days as its clock is moved.</summary>
public sealed class UniquesOnEngine(EmbeddedEngine server) : UniqueCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Visitors_of_several_days_count_once_over_any_set_of_them()
    {
        RedisUniques uniques = await CreateAsync();
        DateTimeOffset start = Clock.GetUtcNow();
        for (int day = 0; day < 5; day++)
        {
            // Ten visitors a day, of whom five come again on the next.
            await uniques.AddAsync(
                "c", [.. Enumerable.Range(day * 5, 10).Select(number => (RedisValue)number)], Cancellation);
            await Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        }

        Assert.Equal(30, (await uniques.CountAsync("c", start, start.AddDays(5), Cancellation)).Estimate);
        Assert.Equal(15, (await uniques.CountAsync("c", start, start.AddDays(2), Cancellation)).Estimate);
        Assert.Equal(20, (await uniques.CountAsync("c", [start, start.AddDays(4)], Cancellation)).Estimate);
        await Clock.AdvanceAsync(TimeSpan.FromDays(401), Cancellation);
        Assert.Equal(0, (await uniques.CountAsync("c", start, start.AddDays(5), Cancellation)).Estimate);
    }
}
