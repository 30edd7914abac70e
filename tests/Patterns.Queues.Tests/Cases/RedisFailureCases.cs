using Patterns.Queues.Consuming;
using Patterns.Queues.Storage;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class RedisFailureCases : QueueCases
{
    private readonly InterruptibleServer _server;

    protected RedisFailureCases(InterruptibleServer server)
        : base(server)
    {
        _server = server;
        Keep(server);
    }

    [Fact]
    public async Task Without_Redis_sending_fails_with_a_sentence_and_workers_go_on_when_it_is_back()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.RedisTimeout = TimeSpan.FromSeconds(1));
        QueueConsumer<string> consumer = Open(queue);
        await queue.EnqueueAsync("before", null, Cancellation);
        Assert.True(await (await NextAsync(consumer)).CompleteAsync());

        await _server.KillAsync();
        Task<EnqueueResult> sending = queue.EnqueueAsync("perhaps", null, Cancellation).AsTask();
        await PassTimeUntilAsync(() => Task.FromResult(sending.IsCompleted), "sending gives up");
        QueueUnavailableException error = await Assert.ThrowsAsync<QueueUnavailableException>(() => sending);
        Assert.Contains("DeduplicationId", error.Message, StringComparison.Ordinal);
        await PassTimeUntilAsync(() => Task.FromResult(Logger[8000].Count > 0), "the failure is logged");

        await _server.StartAgainAsync();
        await PassTimeUntilAsync(
            async () =>
            {
                try
                {
                    return (await queue.EnqueueAsync("after", null, Cancellation)).IsAccepted;
                }
                catch (QueueUnavailableException)
                {
                    return false;
                }
            },
            "Redis takes messages again");

        // What was sent meanwhile may have waited in the client: the exception says that nobody knows.
        QueueMessage<string> message = await NextAsync(consumer);
        Assert.Equal("after", message.Body == "perhaps" ? (await NextAsync(consumer)).Body : message.Body);
    }

    [Fact]
    public async Task A_confirmation_that_Redis_did_not_take_is_repeated()
    {
        using var measurements = new Measurements("Patterns.Queues", Prefix);
        StreamQueue<string> queue = await CreateAsync(options => options.Lease = TimeSpan.FromMinutes(5));
        await queue.EnqueueManyAsync(["first", "job"], null, Cancellation);
        QueueConsumer<string> consumer = Open(queue);

        // Redis knows the script from now on, and runs it even if nobody waits for the reply.
        Assert.True(await (await NextAsync(consumer)).CompleteAsync());
        QueueMessage<string> message = await NextAsync(consumer);
        StreamPendingInfo pending = await (await DatabaseAsync()).StreamPendingAsync(KeysOf(queue)[1], "workers");
        StreamQueue<string> hasty = await CreateAsync(
            options => options.RedisTimeout = TimeSpan.FromMilliseconds(500));
        var settlements = new Settlements(
            hasty.Runtime, Assert.Single(pending.Consumers).Name, new AsyncSignal(Time));

        await _server.PauseAsync();
        Task<bool> completing = settlements.CompleteAsync(message.Delivery);
        await PassTimeUntilAsync(
            () => Task.FromResult(measurements.Count("patterns.queue.redis.failures", QueueScripts.Complete.Name) > 0),
            "the confirmation has failed");
        _server.LetRun();
        await PassTimeUntilAsync(() => Task.FromResult(completing.IsCompleted), "the confirmation arrives");

        // The call that failed has ended the message since: the one that repeats it finds nothing, and it counts.
        Assert.True(await completing);
        QueueStatistics left = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal((0, 0), (left.Ready, left.Pending));
    }

    [Fact]
    public async Task Messages_that_are_not_confirmed_yet_are_known_so_that_their_leases_last()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.Lease = TimeSpan.FromMinutes(5));
        await queue.EnqueueManyAsync(["a", "b"], null, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        Delivery[] handled = [(await NextAsync(consumer)).Delivery, (await NextAsync(consumer)).Delivery];
        var settlements = new Settlements(queue.Runtime, "me", new AsyncSignal(Time));

        await _server.PauseAsync();
        Task<bool>[] confirmed = [.. handled.Select(settlements.CompleteAsync)];
        Assert.Equal(handled, settlements.Unconfirmed());
        _server.LetRun();
        await PassTimeUntilAsync(() => Task.FromResult(confirmed.All(task => task.IsCompleted)), "Redis has answered");

        // They belong to another consumer than this one.
        Assert.All(confirmed, task => Assert.False(task.Result));
        await settlements.FlushAsync();
        Assert.Empty(settlements.Unconfirmed());
    }
}
