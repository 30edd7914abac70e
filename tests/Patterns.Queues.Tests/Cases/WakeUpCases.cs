using Patterns.Queues.Tests.Support;
using Patterns.Queues.Topics;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;

namespace Patterns.Queues.Tests.Cases;

/// <summary>The other way of waking workers.</summary>
public abstract class WakeUpCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task A_published_message_wakes_a_sleeping_worker()
    {
        StreamQueue<string> queue = await CreateAsync(options =>
        {
            options.WakeUp = QueueWakeUp.PublishSubscribe;
            options.OpenBlockingConnection = _ => throw new InvalidOperationException("Nobody blocks here.");
        });
        QueueConsumer<string> consumer = Open(queue);
        Task<QueueMessage<string>?> next = consumer.NextAsync(Cancellation).AsTask();
        ISubscriber subscriber = (await Server.ConnectAsync()).GetSubscriber();
        await PassTimeUntilAsync(
            () => Task.FromResult(subscriber.IsConnected(queue.Runtime.WakeChannel.Name)), "the worker listens");

        await queue.EnqueueAsync("hello", null, Cancellation);

        // No time has to pass on a virtual clock: the worker does not poll.
        QueueMessage<string>? message = await Eventually.ResultAsync(next);
        Assert.Equal("hello", message!.Body);
        Assert.True(await message.CompleteAsync());
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("retry")]
    [InlineData("give up")]
    public async Task What_the_end_of_a_message_leaves_to_do_is_published(string end)
    {
        // The sender publishes nothing.
        StreamQueue<string> sender = await CreateAsync();
        foreach (string body in (string[])["first", "next"])
        {
            await sender.EnqueueAsync(body, new EnqueueOptions { GroupKey = "g" }, Cancellation);
        }

        StreamQueue<string> queue = await CreateAsync(options => options.WakeUp = QueueWakeUp.PublishSubscribe);
        Task published = await ListenAsync(queue);
        QueueMessage<string> message = await NextAsync(Open(queue));
        Assert.False(published.IsCompleted);

        Assert.True(await (end switch
        {
            "complete" => message.CompleteAsync(),
            "retry" => message.RetryAsync("again"),
            _ => message.DeadLetterAsync("broken"),
        }));

        await Eventually.TrueAsync(() => published.IsCompleted, "sleeping workers are woken");
    }

    [Fact]
    public async Task A_message_on_a_topic_wakes_the_workers_of_its_subscriptions()
    {
        var topic = new StreamTopic<string>(
            await DatabaseAsync(),
            "t",
            new StreamTopicOptions
            {
                KeyPrefix = Prefix,
                RedisTimeout = TimeSpan.FromSeconds(30),
                WakeUp = QueueWakeUp.PublishSubscribe,
            },
            timeProvider: Time);
        TopicSubscription<string>[] subscriptions = [topic.Subscribe("mail"), topic.Subscribe("audit")];
        Task[] published = [await ListenAsync(subscriptions[0]), await ListenAsync(subscriptions[1])];

        await topic.PublishAsync("hello", null, Cancellation);

        await Eventually.TrueAsync(() => published.All(task => task.IsCompleted), "sleeping workers are woken");
        foreach (TopicSubscription<string> subscription in subscriptions)
        {
            Assert.Equal("hello", (await NextAsync(Keep(subscription.OpenConsumer()))).Body);
        }
    }

    [Fact]
    public async Task A_worker_that_nobody_wakes_looks_by_itself()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.WakeUp = QueueWakeUp.PublishSubscribe);
        QueueConsumer<string> consumer = Open(queue);
        await PassTimeAsync(TimeSpan.FromMilliseconds(300));
        await (await DatabaseAsync()).StreamAddAsync(KeysOf(queue)[1], [new("d", "\"silent\"")]);
        Assert.Equal("silent", (await NextAsync(consumer)).Body);
    }

    [Fact]
    public async Task A_worker_of_a_database_with_a_prefix_sleeps_at_the_keys_of_that_database()
    {
        IDatabase database = await DatabaseAsync();
        StreamQueue<string> queue = CreateOn(database.WithKeyPrefix("tenant:"));
        QueueConsumer<string> consumer = Open(queue);

        // Only a worker that sleeps reads this stream.
        RedisKey wake = KeysOf(queue)[3].Prepend("tenant:");
        await database.StreamAddAsync(wake, "w", "");
        await PassTimeUntilAsync(
            async () => await database.StreamLengthAsync(wake) == 0, "the worker slept and was woken");
        foreach (QueuePriority priority in Enum.GetValues<QueuePriority>())
        {
            await queue.EnqueueAsync($"{priority}", new EnqueueOptions { Priority = priority }, Cancellation);
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal($"{priority}", message.Body);
            Assert.True(await message.CompleteAsync());
        }
    }

    [Fact]
    public async Task A_worker_stops_though_what_wakes_it_to_stop_is_cancelled()
    {
        // As when the program closes its connection at the same time.
        int cancelled = 0;
        StreamQueue<string> queue = CreateOn(LosingReplies.Wrap(
            await DatabaseAsync(),
            (arguments, _) => arguments is ["CLIENT", object[] and ["UNBLOCK", ..]]
                && Interlocked.Increment(ref cancelled) > 0
                    ? new TaskCanceledException()
                    : null));
        IServer server = (await Server.ConnectAsync()).GetServers()[0];
        while (cancelled == 0)
        {
            QueueConsumer<string> consumer = Open(queue);
            await PassTimeUntilAsync(
                async () => (await server.ClientListAsync()).Any(client => client.Flags.HasFlag(ClientFlags.Blocked)),
                "the worker sleeps");
            Task stopping = consumer.DisposeAsync().AsTask();
            await PassTimeUntilAsync(() => Task.FromResult(stopping.IsCompleted), "the worker has stopped");
            await stopping;
        }

        await Eventually.TrueAsync(() => Logger[8006].Count > 0, "it is logged");
    }

    [Fact]
    public async Task A_worker_whose_connection_for_sleeping_cannot_be_opened_goes_on()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.OpenBlockingConnection =
            _ => throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "No second connection."));
        QueueConsumer<string> consumer = Open(queue);
        await queue.EnqueueAsync("hello", null, Cancellation);
        Assert.Equal("hello", (await NextAsync(consumer)).Body);
        await PassTimeUntilAsync(() => Task.FromResult(Logger[8006].Count > 0), "the failure is logged");
    }

    [Fact]
    public async Task A_worker_whose_connection_for_sleeping_finds_no_server_goes_on()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.OpenBlockingConnection = async _ =>
            await ConnectionMultiplexer.ConnectAsync("localhost:1,abortConnect=false,connectRetry=1"));
        QueueConsumer<string> consumer = Open(queue);
        await PassTimeUntilAsync(() => Task.FromResult(Logger[8006].Count > 0), "the failure is logged");
        await queue.EnqueueAsync("hello", null, Cancellation);
        Assert.Equal("hello", (await NextAsync(consumer)).Body);
        Assert.Empty(Logger[8005]);
    }

    private StreamQueue<string> CreateOn(IDatabase database) => new(
        database,
        "q",
        new StreamQueueOptions
        {
            KeyPrefix = Prefix,
            RedisTimeout = TimeSpan.FromSeconds(30),
            OpenBlockingConnection = async _ => await Server.ConnectAnewAsync(),
        },
        logger: Logger,
        timeProvider: Time);

    /// <returns>Ends when sleeping workers are woken.</returns>
    private async Task<Task> ListenAsync(MessageSource<string> source)
    {
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ISubscriber subscriber = (await Server.ConnectAsync()).GetSubscriber();
        await subscriber.SubscribeAsync(source.Runtime.WakeChannel.Name, (_, _) => published.TrySetResult());
        return published.Task;
    }
}
