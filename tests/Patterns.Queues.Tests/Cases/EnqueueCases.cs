using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class EnqueueCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Without_options_a_message_costs_one_XADD()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("warm", null, Cancellation);
        CommandLog log = CommandLog.Of(await Server.ConnectAsync());
        await queue.EnqueueAsync("hello", null, Cancellation);
        await queue.EnqueueAsync("hello", new EnqueueOptions { Priority = QueuePriority.High }, Cancellation);
        Assert.Equal("XADD XADD", log.Take());
    }

    [Fact]
    public async Task What_the_program_changes_in_its_options_later_changes_nothing()
    {
        StreamQueueOptions? given = null;
        StreamQueue<string> queue = await CreateAsync(options => given = options);
        given!.Lease = TimeSpan.Zero;
        given.Backoff.Initial = TimeSpan.FromDays(1);
        Assert.Equal(TimeSpan.FromSeconds(3), queue.Runtime.Options.Lease);
        Assert.Equal(TimeSpan.FromMilliseconds(200), queue.Runtime.Options.Backoff.Initial);
    }

    [Fact]
    public async Task A_delayed_message_comes_when_it_is_due_and_not_before()
    {
        StreamQueue<string> queue = await CreateAsync();
        QueueConsumer<string> consumer = Open(queue);
        EnqueueResult sent = await queue.EnqueueAsync(
            "later", new EnqueueOptions { Delay = TimeSpan.FromSeconds(2) }, Cancellation);
        Assert.Equal(EnqueueOutcome.Delayed, sent.Outcome);
        Assert.Equal(1, (await queue.GetStatisticsAsync(Cancellation)).Delayed);
        await queue.EnqueueAsync("now", null, Cancellation);

        Assert.Equal("now", (await NextAsync(consumer)).Body);
        QueueMessage<string> message = await NextAsync(consumer);

        Assert.Equal(("later", sent.Id, 1), (message.Body, message.Id, message.Attempt));
        Assert.True(message.Age >= TimeSpan.FromSeconds(2), $"It came at the age of {message.Age}.");
    }

    [Fact]
    public async Task A_sleeping_worker_hears_of_a_message_that_is_due_before_those_it_knows()
    {
        StreamQueue<string> queue = await CreateAsync();
        QueueConsumer<string> consumer = Open(queue);
        await queue.EnqueueAsync("second", new EnqueueOptions { Delay = TimeSpan.FromSeconds(1.5) }, Cancellation);
        await PassTimeAsync(TimeSpan.FromMilliseconds(300));
        await queue.EnqueueAsync("first", new EnqueueOptions { Delay = TimeSpan.FromMilliseconds(200) }, Cancellation);

        Assert.Equal("first", (await NextAsync(consumer)).Body);
        Assert.Equal("second", (await NextAsync(consumer)).Body);
    }

    [Fact]
    public async Task Higher_priorities_come_first_and_lower_ones_are_not_forgotten()
    {
        StreamQueue<string> queue = await CreateAsync();
        QueuePriority[] lowestFirst = [QueuePriority.Low, QueuePriority.Normal, QueuePriority.High];
        foreach (QueuePriority priority in lowestFirst)
        {
            await queue.EnqueueManyAsync(
                Enumerable.Repeat($"{priority}", 20), new EnqueueOptions { Priority = priority }, Cancellation);
        }

        QueueConsumer<string> consumer = Open(queue, concurrency: 1);
        var order = new List<string>();
        for (int i = 0; i < 60; i++)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            order.Add(message.Body);
            await message.CompleteAsync();
        }

        Assert.Equal("High", order[0]);
        Assert.InRange(order.Take(20).Count(body => body == "High"), 16, 19);
        Assert.Contains("Low", order.Take(20));
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task An_id_is_taken_until_its_message_is_handled()
    {
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions { DeduplicationId = "order 7" };
        EnqueueResult first = await queue.EnqueueAsync("first", options, Cancellation);
        EnqueueResult second = await queue.EnqueueAsync("second", options, Cancellation);
        Assert.Equal(new EnqueueResult(EnqueueOutcome.Duplicate, first.Id), second);
        Assert.False(second.IsAccepted);

        QueueMessage<string> message = await NextAsync(Open(queue));
        Assert.Equal(EnqueueOutcome.Duplicate, (await queue.EnqueueAsync("third", options, Cancellation)).Outcome);
        await message.CompleteAsync();

        Assert.Equal(EnqueueOutcome.Added, (await queue.EnqueueAsync("fourth", options, Cancellation)).Outcome);
    }

    [Fact]
    public async Task An_id_is_taken_while_its_message_is_retried_and_free_when_it_is_given_up()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 2);
        var options = new EnqueueOptions { DeduplicationId = "order 7" };
        await queue.EnqueueAsync("first", options, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        await (await NextAsync(consumer)).RetryAsync("fault");
        Assert.Equal(EnqueueOutcome.Duplicate, (await queue.EnqueueAsync("second", options, Cancellation)).Outcome);
        await (await NextAsync(consumer)).RetryAsync("fault");
        Assert.Equal(EnqueueOutcome.Added, (await queue.EnqueueAsync("third", options, Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_throttled_id_is_taken_for_its_window_even_if_its_message_is_handled()
    {
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions
        {
            DeduplicationId = "order 7",
            DeduplicationMode = DeduplicationMode.Throttle,
            DeduplicationWindow = TimeSpan.FromSeconds(2),
        };
        EnqueueResult first = await queue.EnqueueAsync("first", options, Cancellation);
        await (await NextAsync(Open(queue))).CompleteAsync();
        Assert.Equal(
            new EnqueueResult(EnqueueOutcome.Duplicate, first.Id),
            await queue.EnqueueAsync("second", options, Cancellation));

        await PassTimeUntilAsync(
            async () => (await queue.EnqueueAsync("third", options, Cancellation)).IsAccepted, "the window is over");
    }

    [Fact]
    public async Task A_debounced_message_waits_for_quiet_and_the_last_one_counts()
    {
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions
        {
            DeduplicationId = "document 7",
            DeduplicationMode = DeduplicationMode.Debounce,
            DeduplicationWindow = TimeSpan.FromSeconds(1),
        };
        EnqueueResult first = await queue.EnqueueAsync("draft 1", options, Cancellation);
        Assert.Equal(EnqueueOutcome.Delayed, first.Outcome);
        Assert.Equal(
            new EnqueueResult(EnqueueOutcome.Replaced, first.Id),
            await queue.EnqueueAsync("draft 2", options, Cancellation));

        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.Equal(("draft 2", first.Id), (message.Body, message.Id));
        await message.CompleteAsync();
        await AssertEmptyAsync(queue);
        Assert.Equal(EnqueueOutcome.Delayed, (await queue.EnqueueAsync("draft 3", options, Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_again_when_there_is_room()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxLength = 2);
        await queue.EnqueueAsync("a", null, Cancellation);
        await queue.EnqueueAsync("b", new EnqueueOptions { Delay = TimeSpan.FromHours(1) }, Cancellation);
        Assert.Equal(
            new EnqueueResult(EnqueueOutcome.Full, null), await queue.EnqueueAsync("c", null, Cancellation));

        await (await NextAsync(Open(queue))).CompleteAsync();

        Assert.Equal(EnqueueOutcome.Added, (await queue.EnqueueAsync("c", null, Cancellation)).Outcome);
    }

    [Fact]
    public async Task Messages_that_are_sent_together_are_told_apart()
    {
        StreamQueue<string> queue = await CreateAsync();
        (string Body, EnqueueOptions Options)[] messages =
        [
            ("a", new() { DeduplicationId = "1" }),
            ("b", new() { DeduplicationId = "1", DeduplicationMode = DeduplicationMode.Throttle }),
            ("c", new() { DeduplicationId = "2", DeduplicationMode = DeduplicationMode.Throttle }),
            ("d", new() { DeduplicationId = "1" }),
            ("e", new() { DeduplicationId = "1", DeduplicationMode = DeduplicationMode.Throttle }),
            ("f", new() { DeduplicationId = "1", DeduplicationMode = DeduplicationMode.Debounce }),
            ("g", new() { DeduplicationId = "1", DeduplicationMode = DeduplicationMode.Debounce }),
            ("h", new() { GroupKey = "g" }),
            ("i", new() { GroupKey = "g", DeduplicationId = "3" }),
            ("j", new() { GroupKey = "g", DeduplicationId = "3" }),
            ("k", new() { Delay = TimeSpan.FromHours(1), DeduplicationId = "4" }),
            ("l", new() { Delay = TimeSpan.FromHours(1), DeduplicationId = "4" }),
        ];

        EnqueueResult[] results = await Task.WhenAll(
            messages.Select(message => queue.EnqueueAsync(message.Body, message.Options, Cancellation).AsTask()));

        Assert.Equal(
            [
                EnqueueOutcome.Added, EnqueueOutcome.Added, EnqueueOutcome.Added, EnqueueOutcome.Duplicate,
                EnqueueOutcome.Duplicate, EnqueueOutcome.Delayed, EnqueueOutcome.Replaced, EnqueueOutcome.Added,
                EnqueueOutcome.WaitingForGroup, EnqueueOutcome.Duplicate, EnqueueOutcome.Delayed,
                EnqueueOutcome.Duplicate,
            ],
            results.Select(result => result.Outcome));
        Assert.Equal(results[0].Id, results[3].Id);
        Assert.Equal(results[1].Id, results[4].Id);
        Assert.Equal(results[5].Id, results[6].Id);
        Assert.Equal(results[8].Id, results[9].Id);
        Assert.Equal(results[10].Id, results[11].Id);
        QueueStatistics statistics = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal((4, 2, 1), (statistics.Ready, statistics.Delayed, statistics.WaitingForGroup));
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_the_order_of_sending_however_many_go_with_one_call()
    {
        StreamQueue<string> queue = await CreateAsync();
        string[] bodies = [.. Enumerable.Range(0, 300).Select(i => $"{i}")];
        await queue.EnqueueManyAsync(bodies, new EnqueueOptions { GroupKey = "g" }, Cancellation);

        QueueConsumer<string> consumer = Open(queue);
        foreach (string body in bodies)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal(body, message.Body);
            await message.CompleteAsync();
        }

        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task Delayed_messages_come_in_the_order_in_which_they_are_due_with_what_travels_with_them()
    {
        StreamQueue<string> queue = await CreateAsync();
        for (int i = 0; i < 10; i++)
        {
            var options = new EnqueueOptions
            {
                Delay = TimeSpan.FromMilliseconds(100 + (10 * i)),
                Priority = QueuePriority.High,
                MaxAttempts = 7,
                Headers = new Dictionary<string, string> { ["number"] = $"{i}", ["zero"] = "\0" },
            };
            await queue.EnqueueAsync($"{i}", options, Cancellation);
        }

        QueueConsumer<string> consumer = Open(queue);
        for (int i = 0; i < 10; i++)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal(($"{i}", 7), (message.Body, message.MaxAttempts));
            Assert.Equal(($"{i}", "\0"), (message.Headers["number"], message.Headers["zero"]));
            Assert.Equal(1, message.Delivery.Lane);
            await message.CompleteAsync();
        }

        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_with_its_size_and_the_bound()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxPayloadBytes = 10);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await queue.EnqueueAsync("123456789", null, Cancellation));
        Assert.StartsWith(
            "The message has 11 bytes, but at most 10 are allowed", error.Message, StringComparison.Ordinal);
        var options = new EnqueueOptions { Headers = new Dictionary<string, string> { ["a"] = "b" } };
        error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await queue.EnqueueAsync("1", options, Cancellation));
        Assert.StartsWith(
            "The message has 12 bytes with its headers, but at most 10", error.Message, StringComparison.Ordinal);
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_header_without_a_value_is_refused()
    {
        // Sent as null, it would be no text, and its message one that no worker can read.
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions { Headers = new Dictionary<string, string> { ["tenant"] = null! } };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await queue.EnqueueAsync("1", options, Cancellation));
        Assert.StartsWith("The header 'tenant' is null", error.Message, StringComparison.Ordinal);
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task Sending_to_a_key_of_another_type_says_what_could_not_be_done()
    {
        StreamQueue<string> queue = await CreateAsync();
        await (await DatabaseAsync()).StringSetAsync(KeysOf(queue)[1], "no stream");
        QueueUnavailableException error = await Assert.ThrowsAsync<QueueUnavailableException>(
            async () => await queue.EnqueueAsync("x", null, Cancellation));
        Assert.Contains("WrongType", error.Message, StringComparison.Ordinal);
        Assert.IsType<RedisServerException>(error.InnerException);

        // A worker says so, too; it is no trouble of Redis.
        Open(queue);
        await PassTimeUntilAsync(() => Task.FromResult(Logger[8005].Count > 0), "it is logged");
        Assert.Empty(Logger[8000]);
    }
}
