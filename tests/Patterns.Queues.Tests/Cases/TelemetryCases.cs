using Patterns.Queues.Tests.Support;

namespace Patterns.Queues.Tests.Cases;

public abstract class TelemetryCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task What_happens_to_messages_is_measured()
    {
        using var measurements = new Measurements("Patterns.Queues", Prefix);
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 2);
        await queue.EnqueueManyAsync(["good", "bad"], null, Cancellation);
        await queue.EnqueueAsync("late", new EnqueueOptions { Delay = TimeSpan.FromHours(1) }, Cancellation);
        using var stop = new CancellationTokenSource();
        Task worker = queue.ProcessAsync(
            (message, _) => message.Body == "bad" ? throw new TimeZoneNotFoundException() : Task.CompletedTask,
            cancellationToken: stop.Token);
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).DeadLetters == 1, "one is given up");
        await stop.CancelAsync();
        await worker;

        Assert.Equal(2, measurements.Sum("patterns.queue.enqueued", "added q"));
        Assert.Equal(1, measurements.Sum("patterns.queue.enqueued", "delayed q"));
        Assert.Equal(2, measurements.Sum("patterns.queue.deliveries", "first q"));
        Assert.Equal(1, measurements.Sum("patterns.queue.deliveries", "again q"));
        Assert.Equal(1, measurements.Sum("patterns.queue.settled", "completed q"));
        Assert.Equal(1, measurements.Sum("patterns.queue.settled", "retried q"));
        Assert.Equal(1, measurements.Sum("patterns.queue.settled", "dead_lettered q attempts_exhausted"));
        Assert.Equal(3, measurements.Count("patterns.queue.handling.duration"));
        Assert.Equal(3, measurements.Count("patterns.queue.age"));
        Assert.True(measurements.Sum("patterns.queue.depth", "delayed q") >= 1);
        Assert.True(measurements.Count("patterns.queue.lag") > 0);
        Assert.True(measurements.Count("patterns.queue.redis.duration") > 0);
    }
}
