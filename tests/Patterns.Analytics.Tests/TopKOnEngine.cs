using Patterns.Analytics.Tests.Cases;
using Patterns.Analytics.TopK;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and lists that fade as its clock is moved.</summary>
public sealed class TopKOnEngine(EmbeddedEngine server) : TopKCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task What_fades_is_what_the_closed_form_says_within_its_error()
    {
        TimeSpan halfLife = TimeSpan.FromHours(6);
        RedisTopK lists = await CreateAsync(options =>
        {
            options.HalfLife = halfLife;
            options.Capacity = 10;
        });
        var random = new Random(8);
        List<(string Item, DateTimeOffset At)> added = [];
        for (int step = 0; step < 400; step++)
        {
            string item = $"item{(int)(30 * Math.Pow(random.NextDouble(), 3))}";
            added.Add((item, Clock.GetUtcNow()));
            await lists.AddAsync("c", item, cancellationToken: Cancellation);
            await Clock.AdvanceAsync(TimeSpan.FromMinutes(random.Next(10)), Cancellation);
        }

        IReadOnlyList<TopKEntry> top = await lists.TopAsync("c", 10, Cancellation);
        Assert.Equal(10, top.Count);
        Assert.Contains(top, entry => entry.MaxError > 0);
        Assert.All(top, entry =>
        {
            double weight = added.Where(row => row.Item == entry.Item)
                .Sum(row => Math.Pow(2, -((Clock.GetUtcNow() - row.At) / halfLife)));
            Assert.InRange(weight, entry.Count - entry.MaxError - 1e-6, entry.Count + 1e-6);
        });
    }
}
