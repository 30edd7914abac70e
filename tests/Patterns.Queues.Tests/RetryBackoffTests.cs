namespace Patterns.Queues.Tests;

public sealed class RetryBackoffTests
{
    [Fact]
    public void Pauses_grow_by_the_factor_up_to_the_maximum()
    {
        var backoff = new RetryBackoff { Jitter = 0 };
        double[] seconds = [.. Enumerable.Range(1, 12).Select(
            attempt => backoff.After(attempt, new Random(1)).TotalSeconds)];
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], seconds);
        Assert.Equal(300, backoff.After(int.MaxValue, new Random(1)).TotalSeconds);
    }

    [Fact]
    public void Chance_spreads_pauses_over_the_whole_jitter_and_not_beyond()
    {
        var backoff = new RetryBackoff { Initial = TimeSpan.FromSeconds(10), Jitter = 0.2 };
        var random = new Random(1);
        double[] seconds = [.. Enumerable.Range(0, 10_000).Select(_ => backoff.After(1, random).TotalSeconds)];
        Assert.InRange(seconds.Min(), 8, 8.01);
        Assert.InRange(seconds.Max(), 11.99, 12);
        Assert.InRange(seconds.Average(), 9.9, 10.1);
    }
}
