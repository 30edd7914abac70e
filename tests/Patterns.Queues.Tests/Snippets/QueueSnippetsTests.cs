using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Patterns.Queues.Channels;
using Patterns.Queues.Inbox;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;

namespace Patterns.Queues.Tests.Snippets;

/// <summary>The code of the pages does what they say.</summary>
public sealed class QueueSnippetsTests(RealRedis server) : QueueCases(server), IClassFixture<RealRedis>
{
    private static readonly OrderPlaced Order = new(7, "ada");

    [Fact]
    public async Task Registered_workers_handle_what_is_sent_and_drain_when_the_host_stops()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(await Server.ConnectAsync());
        services.AddSingleton<Warehouse>();
        QueueSnippets.Register(services);
        services.Configure<StreamQueueOptions>(nameof(OrderPlaced), options => options.KeyPrefix = Prefix);
        QueueSnippets.AddRecurring(services);
        services.Configure<StreamQueueOptions>("reports", options => options.KeyPrefix = Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IHostedService[] hosted = [.. provider.GetServices<IHostedService>()];
        Assert.Equal(2, hosted.Length);
        foreach (IHostedService service in hosted)
        {
            await service.StartAsync(Cancellation);
        }

        IStreamQueue<OrderPlaced> queue = provider.GetRequiredService<IStreamQueue<OrderPlaced>>();
        await queue.EnqueueAsync(Order, null, Cancellation);
        await queue.EnqueueAsync(new OrderPlaced(8, "nobody"), null, Cancellation);
        Warehouse warehouse = provider.GetRequiredService<Warehouse>();
        StreamQueue<OrderPlaced> typed = provider.GetRequiredService<StreamQueue<OrderPlaced>>();
        await Eventually.TrueAsync(
            async () => !warehouse.Shipped.IsEmpty
                && (await typed.GetStatisticsAsync(Cancellation)) is { DeadLetters: 1, Pending: 0 },
            "one order is shipped and the other rejected");
        foreach (IHostedService service in hosted)
        {
            await service.StopAsync(Cancellation);
        }

        Assert.Equal([7], warehouse.Shipped);
        await QueueSnippets.ReplayAsync(typed);
        Assert.Equal(1, (await typed.GetStatisticsAsync(Cancellation)).DeadLetters);
    }

    [Fact]
    public async Task Messages_are_sent_with_options_read_and_committed()
    {
        var queue = new StreamQueue<OrderPlaced>(
            await DatabaseAsync(), "orders", new StreamQueueOptions { KeyPrefix = Prefix });
        EnqueueResult[] results = await QueueSnippets.EnqueueAsync(queue, Order);
        Assert.Equal([EnqueueOutcome.Added, EnqueueOutcome.Delayed], results.Select(result => result.Outcome));
        var warehouse = new Warehouse();
        using var stop = new CancellationTokenSource();
        Task reading = QueueSnippets.ReadAsync(queue, warehouse, stop.Token);
        await Eventually.TrueAsync(() => !warehouse.Shipped.IsEmpty, "the order is shipped");
        await stop.CancelAsync();
        await reading;

        await queue.EnqueueAsync(Order, null, Cancellation);
        await using QueueConsumer<OrderPlaced> consumer = queue.OpenConsumer();
        QueueMessage<OrderPlaced> message = (await consumer.NextAsync(Cancellation))!;
        IDatabase isolated = (await DatabaseAsync()).WithKeyPrefix(Prefix);
        Assert.Equal(InboxOutcome.Done, await QueueSnippets.CommitAsync(isolated, message));
        Assert.Equal(InboxOutcome.AlreadyDone, await QueueSnippets.CommitAsync(isolated, message));
    }

    [Fact]
    public async Task Topics_lists_and_channels_do_what_their_pages_say()
    {
        IDatabase database = await DatabaseAsync();
        Assert.Equal("adaada", await QueueSnippets.FanOutAsync(database, Order));
        Assert.Equal("cat.jpg", await QueueSnippets.ListAsync(database, Cancellation));
        Task<string> listening = QueueSnippets.ListenAsync(database, Cancellation);
        var channel = new MessageChannel<string>(database, "prices");
        await Eventually.TrueAsync(
            async () =>
            {
                await channel.PublishAsync("42", Cancellation);
                return listening.IsCompleted;
            },
            "somebody listens");
        Assert.Equal("42", await listening);

        // The pages name no prefix, so these keys are not the test's own.
        await foreach (RedisKey key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: "queue:1:*"))
        {
            await database.KeyDeleteAsync(key);
        }
    }
}
