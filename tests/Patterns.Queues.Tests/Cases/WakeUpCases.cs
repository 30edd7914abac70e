using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

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
            () => Task.FromResult(subscriber.IsConnected(queue.Runtime.WakeChannel)), "the worker listens");

        await queue.EnqueueAsync("hello", null, Cancellation);

        // No time has to pass on a virtual clock: the worker does not poll.
        QueueMessage<string>? message = await Eventually.ResultAsync(next);
        Assert.Equal("hello", message!.Body);
        Assert.True(await message.CompleteAsync());
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
    public async Task A_worker_whose_connection_for_sleeping_cannot_be_opened_goes_on()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.OpenBlockingConnection =
            _ => throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "No second connection."));
        QueueConsumer<string> consumer = Open(queue);
        await queue.EnqueueAsync("hello", null, Cancellation);
        Assert.Equal("hello", (await NextAsync(consumer)).Body);
        await PassTimeUntilAsync(() => Task.FromResult(Logger[8006].Count > 0), "the failure is logged");
    }
}
