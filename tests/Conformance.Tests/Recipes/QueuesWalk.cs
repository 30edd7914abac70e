using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patterns.Queues;
using Patterns.Queues.Channels;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Health;
using Patterns.Queues.Inbox;
using Patterns.Queues.Lists;
using Patterns.Queues.Scheduling;
using Patterns.Queues.Topics;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class QueuesWalk : IRecipeWalk, IMessageHandler<string>, IBatchHandler<string>
{
    private readonly TaskCompletionSource _stopped = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        IDatabase database = connection.GetDatabase();
        string name = hashTag.Trim('{', '}');
        string prefix = SingleRedis.NewKeyPrefix();
        TimeSpan timeout = IRecipeWalk.Patience;
        var options = new StreamQueueOptions { KeyPrefix = prefix, RedisTimeout = timeout };
        var queue = new StreamQueue<string>(database, name, options);
        await TakeAsync(queue, called);
        await BuryAsync(queue, called);
        await ProcessAsync(queue, called);
        await CountAsync(queue, called);
        await ScheduleAsync(queue, called, () => database.KeyExistsAsync($"{prefix}:1:{{{name}}}:schedules"));
        var topic = new StreamTopic<string>(database, name, new() { KeyPrefix = prefix, RedisTimeout = timeout });
        await PublishAsync(topic, called);
        var list = new ListQueue<string>(database, name, new() { KeyPrefix = prefix, RedisTimeout = timeout });
        await ListAsync(list, called);
        var channel = new MessageChannel<string>(database, name, new() { KeyPrefix = prefix, RedisTimeout = timeout });
        await ListenAsync(channel, called);
        var inbox = new MessageInbox(database, name, new() { KeyPrefix = prefix, RedisTimeout = timeout });
        await RememberAsync(inbox, called);
    }

    Task IMessageHandler<string>.HandleAsync(QueueMessage<string> message, CancellationToken cancellationToken)
        => message.CompleteAsync();

    Task IBatchHandler<string>.HandleAsync(
        IReadOnlyList<QueueMessage<string>> messages, CancellationToken cancellationToken)
        => Task.WhenAll(messages.Select(message => message.CompleteAsync()));

    private static async Task TakeAsync(StreamQueue<string> queue, CalledOperations called)
    {
        var all = new EnqueueOptions { GroupKey = "g", DeduplicationId = "d", Priority = QueuePriority.High };
        Assert.True((await called.RunAsync(() => queue.EnqueueAsync("a", all, Cancellation))).IsAccepted);
        IEnumerable<string> one = Enumerable.Repeat("b", 1);
        Assert.Single(await called.RunAsync(() => queue.EnqueueManyAsync(one, null, Cancellation)));
        QueueConsumer<string> consumer = queue.OpenConsumer();
        QueueMessage<string> a = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
        Assert.True(await called.RunAsync(() => a.ExtendAsync(Cancellation)));
        Assert.True(await called.RunAsync(() => a.CompleteAsync()));
        QueueMessage<string> b = (await called.FirstAsync(() => consumer.ReadBatchesAsync(Cancellation)))[0];
        Assert.True(await called.RunAsync(() => b.RetryAsync("again", TimeSpan.Zero)));
        b = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
        Assert.Equal(2, b.Attempt);
        Assert.True(await called.RunAsync(() => b.HandBackAsync(TimeSpan.Zero)));
        b = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
        Assert.True(await called.RunAsync(() => b.HandBackAsync()));
        await called.RunAsync(() => consumer.DisposeAsync());
    }

    private static async Task BuryAsync(StreamQueue<string> queue, CalledOperations called)
    {
        await using QueueConsumer<string> consumer = queue.OpenConsumer();
        DeadLetterQueue<string> letters = queue.DeadLetters;
        for (int replays = 0; replays < 3; replays++)
        {
            QueueMessage<string> message = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
            Assert.True(await called.RunAsync(() => message.DeadLetterAsync("bad")));
            string entry = Assert.Single(await called.RunAsync(() => letters.ListAsync(10, null, Cancellation))).Entry;
            Assert.True(replays switch
            {
                0 => await called.RunAsync(() => letters.ReplayAsync(entry, Cancellation)),
                1 => await called.RunAsync(() => letters.ReplayAllAsync(Cancellation)) == 1,
                _ => await called.RunAsync(() => letters.DeleteAsync(entry, Cancellation)),
            });
        }
    }

    private async Task ProcessAsync(MessageSource<string> source, CalledOperations called)
    {
        // An operation that runs until it is cancelled has run when it has stopped.
        var stopped = new CancellationToken(canceled: true);
        IMessageHandler<string> handler = this;
        IBatchHandler<string> batches = this;
        await called.RunAsync(() => source.ProcessAsync((message, token) => _stopped.Task, null, stopped));
        await called.RunAsync(() => source.ProcessBatchesAsync((messages, token) => _stopped.Task, null, stopped));
        if (source is StreamQueue<string> queue)
        {
            await queue.EnqueueManyAsync(["c", "d"], null, Cancellation);
            await using QueueConsumer<string> consumer = queue.OpenConsumer(new ConsumerOptions { Concurrency = 1 });
            QueueMessage<string> message = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
            await called.RunAsync(() => handler.HandleAsync(message, Cancellation));
            var batch = await called.FirstAsync(() => consumer.ReadBatchesAsync(Cancellation));
            await called.RunAsync(() => batches.HandleAsync(batch, Cancellation));
        }
    }

    private static async Task CountAsync(MessageSource<string> source, CalledOperations called)
    {
        QueueStatistics left = await called.RunAsync(() => source.GetStatisticsAsync(Cancellation));
        Assert.Equal((0, 0, 0), (left.Ready, left.Pending, left.DeadLetters));
        var check = new QueueHealthCheck<string>(source);
        var context = new HealthCheckContext { Registration = new("queue", check, null, []) };
        HealthCheckResult health = await called.RunAsync(() => check.CheckHealthAsync(context, Cancellation));
        Assert.Equal(HealthStatus.Healthy, health.Status);
    }

    private static async Task ScheduleAsync(
        StreamQueue<string> queue, CalledOperations called, Func<Task<bool>> isKept)
    {
        var daily = new RecurringMessage<string>("daily", CronExpression.Parse("0 3 * * *"), time => $"{time}");
        var scheduler = new MessageScheduler<string>(queue, [daily]);
        using var stop = new CancellationTokenSource();
        CancellationToken stopped = stop.Token;
        Task running = called.RunAsync(() => scheduler.RunAsync(stopped));
        await Poll.UntilAsync(_ => isKept(), "the schedule stands in Redis", Cancellation);
        await stop.CancelAsync();
        await running;
    }

    private async Task PublishAsync(StreamTopic<string> topic, CalledOperations called)
    {
        TopicSubscription<string> subscription = topic.Subscribe("s");
        await called.RunAsync(() => topic.PublishAsync("a", null, Cancellation));
        await using (QueueConsumer<string> consumer = subscription.OpenConsumer())
        {
            QueueMessage<string> message = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
            Assert.True(await called.RunAsync(() => message.CompleteAsync()));
        }

        Assert.Equal(1, await called.RunAsync(() => topic.TrimAsync(Cancellation)));
        await ProcessAsync(subscription, called);
        await CountAsync(subscription, called);
        Assert.True(await called.RunAsync(() => topic.UnsubscribeAsync("s", Cancellation)));
    }

    private static async Task ListAsync(ListQueue<string> queue, CalledOperations called)
    {
        Assert.Equal(1, await called.RunAsync(() => queue.EnqueueAsync("a", Cancellation)));
        Assert.Equal(1, await called.RunAsync(() => queue.CountAsync(Cancellation)));
        ListConsumer<string> consumer = queue.OpenConsumer();
        ListMessage<string> message = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
        Assert.True(await called.RunAsync(() => message.HandBackAsync(Cancellation)));
        message = await called.FirstAsync(() => consumer.ReadAllAsync(Cancellation));
        Assert.True(await called.RunAsync(() => message.CompleteAsync(Cancellation)));
        await called.RunAsync(() => consumer.DisposeAsync());
    }

    private static async Task ListenAsync(MessageChannel<string> channel, CalledOperations called)
    {
        Task<string> heard = called.FirstAsync(() => channel.ReadAllAsync(Cancellation));
        while (!heard.IsCompleted)
        {
            await called.RunAsync(() => channel.PublishAsync("a", Cancellation));
        }

        Assert.Equal("a", await heard);
    }

    private static async Task RememberAsync(MessageInbox inbox, CalledOperations called)
    {
        RedisKey effect = inbox.EffectKey("e");
        Action<ITransaction> increment = transaction => _ = transaction.StringIncrementAsync(effect);
        Assert.Equal(InboxOutcome.Done, await called.RunAsync(() => inbox.CommitAsync("1", increment, Cancellation)));
        Assert.Equal(
            InboxOutcome.Done,
            await called.RunAsync(() => inbox.RunOnceAsync("2", token => Task.CompletedTask, Cancellation)));
    }
}
