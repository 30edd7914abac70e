using Patterns.Analytics.Tests.Cases;
using Patterns.Analytics.TimeSeries;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and retention as its clock is moved.</summary>
public sealed class TimeSeriesOnEngine(EmbeddedEngine server)
    : TimeSeriesCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Buckets_are_what_their_samples_say_and_stay_when_those_are_gone()
    {
        RedisTimeSeries series = await CreateAsync();
        DateTimeOffset start = Clock.GetUtcNow();
        var random = new Random(1);
        List<Sample> all = [];
        for (int step = 0; step < 300; step++)
        {
            double value = random.NextDouble() - 0.5;
            all.Add(new Sample(Clock.GetUtcNow(), value));
            await series.AppendAsync("t", value, Cancellation);
            await Clock.AdvanceAsync(TimeSpan.FromSeconds(random.Next(1, 60)), Cancellation);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        IReadOnlyList<Sample> kept = await series.ReadSamplesAsync("t", now.AddHours(-1), now, 1000, Cancellation);
        Assert.Equal(all.Where(sample => sample.At >= now.AddHours(-1)), kept);

        await Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);
        Assert.Empty(await series.ReadSamplesAsync("t", start, now, 1000, Cancellation));
        foreach (TimeSpan length in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(1) })
        {
            foreach (SampleBucket bucket in await series.ReadAsync("t", length, start, now, Cancellation))
            {
                double[] values = [.. all
                    .Where(sample => sample.At >= bucket.Start && sample.At < bucket.Start + length)
                    .Select(sample => sample.Value)];
                Assert.Equal(values.Length, bucket.Count);
                Assert.Equal(values.Average(), bucket.Average, 12);
                Assert.Equal((values.Min(), values.Max(), values[^1]), (bucket.Min, bucket.Max, bucket.Last));
            }
        }
    }
}
