using Patterns.Analytics.Counters;
using Patterns.Analytics.Tests.Cases;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and buckets as its clock is moved.</summary>
public sealed class CountersOnEngine(EmbeddedEngine server) : CounterCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Sums_over_any_span_are_those_of_a_plain_list()
    {
        RedisCounters counters = await CreateAsync();
        DateTimeOffset start = Clock.GetUtcNow();
        var random = new Random(4);
        List<(DateTimeOffset At, long Amount)> increments = [];
        for (int step = 0; step < 250; step++)
        {
            long amount = random.Next(1, 9);
            increments.Add((Clock.GetUtcNow(), amount));
            await counters.IncrementAsync("c", amount, Cancellation);
            await Clock.AdvanceAsync(TimeSpan.FromSeconds(random.Next(1, 1200)), Cancellation);
        }

        for (int read = 0; read < 100; read++)
        {
            DateTimeOffset from = Minute(start.AddSeconds(random.Next(90_000)));
            DateTimeOffset until = Minute(from.AddSeconds(random.Next(60_000)));
            Assert.Equal(
                increments.Where(row => row.At >= from && row.At < until).Sum(row => row.Amount),
                await counters.SumAsync("c", from, until, Cancellation));
        }

        IReadOnlyList<CounterPoint> hours = await counters.ReadAsync(
            "c", TimeSpan.FromHours(1), start, Clock.GetUtcNow(), Cancellation);
        Assert.All(hours, hour => Assert.Equal(
            increments.Where(row => row.At >= hour.Start && row.At < hour.Start.AddHours(1)).Sum(row => row.Amount),
            hour.Count));

        static DateTimeOffset Minute(DateTimeOffset at)
            => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
    }

    [Fact]
    public async Task Fine_buckets_go_and_coarse_ones_stay()
    {
        RedisCounters counters = await CreateAsync();
        DateTimeOffset at = Clock.GetUtcNow();
        await counters.IncrementAsync("d", 7, Cancellation);
        await Clock.AdvanceAsync(TimeSpan.FromDays(10), Cancellation);
        Assert.Equal(
            0, (await counters.ReadAsync("d", TimeSpan.FromMinutes(1), at, at.AddMinutes(1), Cancellation))[0].Count);
        Assert.Equal(
            7, (await counters.ReadAsync("d", TimeSpan.FromHours(1), at, at.AddHours(1), Cancellation))[0].Count);
        await Clock.AdvanceAsync(TimeSpan.FromDays(731 + 1000), Cancellation);
        Assert.Equal(
            0, (await counters.ReadAsync("d", TimeSpan.FromDays(1), at, at.AddDays(1), Cancellation))[0].Count);
        Assert.Empty((await ConnectAsync()).GetServers()[0].Keys(pattern: $"{Prefix}*"));
    }
}
