using Microsoft.Extensions.DependencyInjection;
using Patterns.Queues.Channels;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Inbox;
using Patterns.Queues.Lists;
using Patterns.Queues.Scheduling;
using Patterns.Queues.Topics;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Snippets;

/// <summary>The code of the pages.</summary>
internal static class QueueSnippets
{
    public static void Register(IServiceCollection services)
    {
        #region register
        services.AddStreamQueue<OrderPlaced>(options => options.MaxAttempts = 8)
            .AddConsumer<OrderHandler>(concurrency: 8);
        #endregion
    }

    public static async Task<EnqueueResult[]> EnqueueAsync(IStreamQueue<OrderPlaced> queue, OrderPlaced order)
    {
        #region enqueue
        EnqueueResult plain = await queue.EnqueueAsync(order);

        var options = new EnqueueOptions
        {
            Delay = TimeSpan.FromMinutes(5),
            Priority = QueuePriority.High,
            GroupKey = order.Customer,                 // one after the other for each customer
            DeduplicationId = $"order {order.Number}", // sent twice, handled once
            MaxAttempts = 20,
        };
        EnqueueResult later = await queue.EnqueueAsync(order, options);
        #endregion
        return [plain, later];
    }

    public static async Task ReadAsync(StreamQueue<OrderPlaced> queue, Warehouse warehouse, CancellationToken stop)
    {
        #region read
        await using QueueConsumer<OrderPlaced> consumer = queue.OpenConsumer();
        await foreach (QueueMessage<OrderPlaced> message in consumer.ReadAllAsync(stop))
        {
            await warehouse.ShipAsync(message.Body, message.LeaseLost);
            await message.CompleteAsync();
        }
        #endregion
    }

    public static async Task ReplayAsync(StreamQueue<OrderPlaced> queue)
    {
        #region replay
        foreach (DeadLetter<OrderPlaced> letter in await queue.DeadLetters.ListAsync())
        {
            if (letter.Reason == "attempts_exhausted")
            {
                await queue.DeadLetters.ReplayAsync(letter.Entry);
            }
        }
        #endregion
    }

    public static void AddRecurring(IServiceCollection services)
    {
        #region recurring
        services.AddStreamQueue<OrderPlaced>("reports")
            .AddRecurring(new RecurringMessage<OrderPlaced>(
                "nightly", CronExpression.Parse("0 3 * * *"), time => new OrderPlaced(time.DayOfYear, "report"))
            {
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            });
        #endregion
    }

    public static async Task<string> FanOutAsync(IDatabase database, OrderPlaced order)
    {
        #region topic
        var topic = new StreamTopic<OrderPlaced>(database, "orders");
        await topic.PublishAsync(order);

        // Each subscription handles every message; the workers of one share them.
        await using QueueConsumer<OrderPlaced> mail = topic.Subscribe("mail").OpenConsumer();
        await using QueueConsumer<OrderPlaced> audit = topic.Subscribe("audit").OpenConsumer();
        #endregion
        string customers = "";
        foreach (QueueConsumer<OrderPlaced> consumer in (QueueConsumer<OrderPlaced>[])[mail, audit])
        {
            await foreach (QueueMessage<OrderPlaced> message in consumer.ReadAllAsync())
            {
                customers += message.Body.Customer;
                await message.CompleteAsync();
                break;
            }
        }

        return customers;
    }

    public static async Task<string> ListAsync(IDatabase database, CancellationToken stop)
    {
        #region list
        var queue = new ListQueue<string>(database, "thumbnails");
        await queue.EnqueueAsync("cat.jpg", stop);

        await using ListConsumer<string> consumer = queue.OpenConsumer();
        await foreach (ListMessage<string> message in consumer.ReadAllAsync(stop))
        {
            await message.CompleteAsync(stop);
            return message.Body;
        }
        #endregion
        return "";
    }

    public static async Task<string> ListenAsync(IDatabase database, CancellationToken stop)
    {
        #region channel
        var channel = new MessageChannel<string>(database, "prices");
        await foreach (string price in channel.ReadAllAsync(stop))
        {
            return price;
        }
        #endregion
        return "";
    }

    public static async Task<InboxOutcome> CommitAsync(IDatabase database, QueueMessage<OrderPlaced> message)
    {
        #region inbox
        var inbox = new MessageInbox(database, "billing");
        RedisKey total = inbox.EffectKey(message.Body.Customer);
        InboxOutcome outcome = await inbox.CommitAsync(
            message.Id, transaction => _ = transaction.StringIncrementAsync(total));
        #endregion
        return outcome;
    }
}
