using Patterns.Queues.Scheduling;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class ScheduleCases(RecipeServer server) : QueueCases(server)
{
    private static readonly CronExpression EveryMinute = CronExpression.Parse("* * * * *");

    /// <summary>For servers whose clock is virtual.</summary>
    protected async Task Each_occurrence_is_sent_once_however_many_processes_run_the_scheduleAsync()
    {
        StreamQueue<string> queue = await CreateAsync();
        var schedule = new RecurringMessage<string>("tick", EveryMinute, time => $"{time:HH:mm}");
        using var stop = new CancellationTokenSource();
        Task[] schedulers = [.. Enumerable.Range(0, 3).Select(
            _ => new MessageScheduler<string>(queue, [schedule]).RunAsync(stop.Token))];
        QueueConsumer<string> consumer = Open(queue);
        var sent = new List<QueueMessage<string>>();
        while (sent.Count < 5)
        {
            sent.Add(await NextAsync(consumer, step: TimeSpan.FromSeconds(1)));
            await sent[^1].CompleteAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(schedulers);
        Assert.Equal(5, sent.Select(message => message.EnqueuedAt).Distinct().Count());
        Assert.All(sent, message => Assert.Equal(0, message.EnqueuedAt.Second));
        Assert.Equal(
            sent.Select(message => $"{message.EnqueuedAt:HH:mm}"), sent.Select(message => message.Body));
        Assert.True(sent[^1].EnqueuedAt - sent[0].EnqueuedAt == TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task One_message_stands_for_all_that_were_missed()
    {
        StreamQueue<string> queue = await CreateAsync();
        IDatabase database = await DatabaseAsync();
        DateTime now = await database.Multiplexer.GetServers().First(node => !node.IsReplica).TimeAsync();
        var missed = new DateTimeOffset(now.AddHours(-3), TimeSpan.Zero);
        await database.HashSetAsync(queue.Schedules, "tick * * * * * UTC", missed.ToUnixTimeMilliseconds());
        var schedule = new RecurringMessage<string>("tick", EveryMinute, time => $"{time:O}");
        using var stop = new CancellationTokenSource();
        Task scheduler = new MessageScheduler<string>(queue, [schedule]).RunAsync(stop.Token);

        QueueMessage<string> message = await NextAsync(Open(queue));
        await stop.CancelAsync();
        await scheduler;

        Assert.Equal(missed.ToUnixTimeMilliseconds(), message.EnqueuedAt.ToUnixTimeMilliseconds());
        Assert.Equal(0, (await queue.GetStatisticsAsync(Cancellation)).Ready);
        long next = (long)await database.HashGetAsync(queue.Schedules, "tick * * * * * UTC");
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(next) - new DateTimeOffset(now, TimeSpan.Zero),
            TimeSpan.FromSeconds(-1),
            TimeSpan.FromMinutes(1.1));
    }
}
