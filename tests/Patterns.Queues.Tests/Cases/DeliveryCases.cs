using Patterns.Core.Resilience;
using Patterns.Queues.Consuming;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Storage;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class DeliveryCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Messages_come_in_the_order_of_sending_and_leave_nothing_behind()
    {
        StreamQueue<string> queue = await CreateAsync();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(EnqueueOutcome.Added, (await queue.EnqueueAsync($"{i}", null, Cancellation)).Outcome);
        }

        QueueConsumer<string> consumer = Open(queue);
        for (int i = 0; i < 20; i++)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal($"{i}", message.Body);
            Assert.Equal(1, message.Attempt);
            Assert.True(await message.CompleteAsync());
        }

        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_sleeping_worker_is_woken()
    {
        StreamQueue<string> queue = await CreateAsync();
        QueueConsumer<string> consumer = Open(queue);
        Task<QueueMessage<string>?> next = consumer.NextAsync(Cancellation).AsTask();
        IServer redis = (await Server.ConnectAsync()).GetServers().First(node => !node.IsReplica);
        await PassTimeUntilAsync(
            async () => (await redis.ClientListAsync()).Any(client => client.LastCommand == "xreadgroup"),
            "the worker sleeps");

        EnqueueResult sent = await queue.EnqueueAsync("hello", null, Cancellation);

        QueueMessage<string>? message = await Eventually.ResultAsync(next);
        Assert.Equal("hello", message!.Body);
        Assert.Equal(sent.Id, message.Id);
    }

    [Fact]
    public async Task What_travels_with_a_message_arrives()
    {
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions
        {
            Headers = new Dictionary<string, string> { ["tenant"] = "Åcme", ["empty"] = "" },
            MaxAttempts = 7,
        };
        await queue.EnqueueAsync("hello", options, Cancellation);

        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.Equal(options.Headers, message.Headers);
        Assert.Equal(7, message.MaxAttempts);
        Assert.True(message.Age >= TimeSpan.Zero && message.Age < TimeSpan.FromMinutes(1));
        Assert.Null(message.GroupKey);
    }

    [Fact]
    public async Task A_failed_message_is_tried_again_and_then_becomes_a_dead_letter()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 3);
        EnqueueResult sent = await queue.EnqueueAsync("bad", null, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal(attempt, message.Attempt);
            Assert.Equal(sent.Id, message.Id);
            Assert.True(await message.RetryAsync($"fault {attempt}"));
        }

        DeadLetter<string> letter = Assert.Single(await queue.DeadLetters.ListAsync(cancellationToken: Cancellation));
        Assert.Equal("attempts_exhausted", letter.Reason);
        Assert.Equal("fault 3", letter.Error);
        Assert.Equal(3, letter.Attempts);
        Assert.Equal(sent.Id, letter.Id);
        Assert.Equal("bad", letter.Body);
        await AssertEmptyAsync(queue, deadLetters: 1);
        Assert.Single(Logger[8003]);
        Assert.Equal(2, Logger[8002].Count);
    }

    [Fact]
    public async Task A_rejected_message_is_a_dead_letter_at_once()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("bad", null, Cancellation);
        Assert.True(await (await NextAsync(Open(queue))).DeadLetterAsync("no such customer"));

        DeadLetter<string> letter = Assert.Single(await queue.DeadLetters.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(("rejected", "no such customer", 1), (letter.Reason, letter.Error, letter.Attempts));
    }

    [Fact]
    public async Task What_is_handed_back_comes_before_new_messages_and_the_attempt_does_not_count()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("first", null, Cancellation);
        QueueConsumer<string> consumer = Open(queue, concurrency: 1);
        QueueMessage<string> first = await NextAsync(consumer);
        await queue.EnqueueAsync("second", null, Cancellation);

        // The worker takes over nothing before it has watched for a while.
        await PassTimeAsync(TimeSpan.FromSeconds(2));
        Assert.True(await first.HandBackAsync());

        QueueMessage<string> again = await NextAsync(consumer);
        Assert.Equal(("first", 1), (again.Body, again.Attempt));
        Assert.True(await again.CompleteAsync());
        Assert.Equal("second", (await NextAsync(consumer)).Body);
    }

    [Fact]
    public async Task What_is_handed_back_until_later_keeps_its_place_in_its_group_and_the_attempt_does_not_count()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 1);
        await queue.EnqueueAsync("first", new EnqueueOptions { GroupKey = "g" }, Cancellation);
        await queue.EnqueueAsync("second", new EnqueueOptions { GroupKey = "g" }, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        for (int i = 0; i < 3; i++)
        {
            QueueMessage<string> first = await NextAsync(consumer);
            Assert.Equal(("first", 1), (first.Body, first.Attempt));
            Assert.True(await first.HandBackAsync(TimeSpan.FromMilliseconds(i)));
        }

        Assert.True(await (await NextAsync(consumer)).HandBackAsync(TimeSpan.FromHours(1)));
        QueueStatistics statistics = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal((1, 1, 0), (statistics.Delayed, statistics.WaitingForGroup, statistics.DeadLetters));
    }

    [Fact]
    public async Task A_delay_before_now_is_refused()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("job", null, Cancellation);
        QueueMessage<string> message = await NextAsync(Open(queue));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => message.RetryAsync("late", TimeSpan.MinValue));
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => message.HandBackAsync(TimeSpan.FromSeconds(-1)));

        Assert.Contains("-00:00:01", error.Message, StringComparison.Ordinal);
        Assert.True(await message.CompleteAsync());
    }

    [Fact]
    public async Task A_message_is_ended_once()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("once", null, Cancellation);
        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.True(await message.ExtendAsync(Cancellation));
        Assert.True(await message.CompleteAsync());
        Assert.False(message.IsHeld);
        Assert.False(await message.CompleteAsync());
        Assert.False(await message.RetryAsync("late"));
        Assert.False(await message.DeadLetterAsync("late"));
        Assert.False(await message.HandBackAsync());
        Assert.False(await message.HandBackAsync(TimeSpan.Zero));
        Assert.False(await message.ExtendAsync(Cancellation));
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_dead_workers_message_goes_to_another_and_the_attempt_counts()
    {
        StreamQueue<string> queue = await CreateAsync();
        EnqueueResult sent = await queue.EnqueueAsync("left", null, Cancellation);
        await TakeAndDieAsync(queue);

        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.Equal(("left", 2, sent.Id), (message.Body, message.Attempt, message.Id));
        Assert.True(await message.CompleteAsync());
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_living_workers_long_job_is_not_taken_over()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("long", null, Cancellation);
        QueueMessage<string> message = await NextAsync(Open(queue));
        QueueConsumer<string> other = Open(queue);
        Task<QueueMessage<string>?> duplicate = other.NextAsync(Cancellation).AsTask();

        // Two leases and a half; the handler is at work all the time.
        await PassTimeAsync(TimeSpan.FromSeconds(7.5));

        Assert.False(duplicate.IsCompleted);
        Assert.True(message.IsHeld);
        Assert.True(await message.CompleteAsync());
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_job_that_kills_its_process_is_a_dead_letter_after_its_attempts()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 1);
        await queue.EnqueueAsync("poison", null, Cancellation);
        await TakeAndDieAsync(queue);
        await queue.EnqueueAsync("healthy", null, Cancellation);

        QueueMessage<string> message = await NextAsync(Open(queue));
        Assert.Equal("healthy", message.Body);
        Assert.True(await message.CompleteAsync());
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).DeadLetters == 1, "the poison is buried");

        DeadLetter<string> letter = Assert.Single(await queue.DeadLetters.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(("worker_lost", 1, "poison"), (letter.Reason, letter.Attempts, letter.Body));
        await AssertEmptyAsync(queue, deadLetters: 1);
    }

    [Fact]
    public async Task A_message_that_somebody_else_took_is_lost_to_its_worker()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("stolen", null, Cancellation);
        QueueMessage<string> message = await NextAsync(Open(queue));
        await (await DatabaseAsync()).StreamClaimIdsOnlyAsync(
            KeysOf(queue)[1], "workers", "thief", 0, [message.Delivery.Entry]);

        await PassTimeUntilAsync(() => Task.FromResult(message.LeaseLost.IsCancellationRequested), "the loss is seen");
        Assert.False(await message.CompleteAsync());
        Assert.Equal(1, (await queue.GetStatisticsAsync(Cancellation)).Pending);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("group")]
    public async Task Of_messages_that_are_completed_together_those_count_that_nobody_else_took(string? group)
    {
        StreamQueue<string> queue = await CreateAsync();
        IDatabase database = await DatabaseAsync();
        RedisKey lane = KeysOf(queue)[1];
        await database.StreamCreateConsumerGroupAsync(lane, "workers", "0-0");
        for (int i = 0; i < 6; i++)
        {
            await queue.EnqueueAsync(
                $"{i}", new EnqueueOptions { GroupKey = group is null ? null : $"{group} {i}" }, Cancellation);
        }

        StreamEntry[] entries = await database.StreamReadGroupAsync(lane, "workers", "me", ">", 6);
        await database.StreamClaimIdsOnlyAsync(lane, "workers", "thief", 0, [entries[4].Id]);
        await database.StreamClaimIdsOnlyAsync(lane, "workers", "me", 0, [entries[2].Id]);

        // Those that stay are older than those that end.
        Delivery[] ended = [Read(entries[5]), Read(entries[4]), Read(entries[3])];
        RedisReply<RedisResult> reply = await queue.Runtime.Store.CompleteAsync("me", ended, Cancellation);

        Assert.Equal([1], (int[])reply.Value!);
        Assert.Equal(
            [entries[0].Id, entries[1].Id, entries[2].Id, entries[4].Id],
            (await database.StreamRangeAsync(lane)).Select(entry => entry.Id));
        Assert.Equal(group is null ? 0 : 4, await database.HashLengthAsync(KeysOf(queue)[7]));

        Delivery Read(StreamEntry entry) => new Delivery(2, entry.Id, count: 1, now: 0).Read(
            [.. entry.Values.SelectMany(field => (RedisResult[])
                [RedisResult.Create(field.Name), RedisResult.Create(field.Value)])]);
    }

    [Fact]
    public async Task A_message_that_is_never_ended_is_given_to_another_after_the_longest_handling_time()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxHandlingTime = TimeSpan.FromSeconds(1));
        await queue.EnqueueAsync("forgotten", null, Cancellation);
        QueueConsumer<string> forgetful = Open(queue, concurrency: 1);
        QueueMessage<string> message = await NextAsync(forgetful);

        // Otherwise it might take the message again and again, until no attempt is left.
        await forgetful.StopFetchingAsync();
        QueueMessage<string> again = await NextAsync(Open(queue));

        Assert.True(message.LeaseLost.IsCancellationRequested);
        Assert.Equal(2, again.Attempt);
        Assert.True(await again.CompleteAsync());
        Assert.NotEmpty(Logger[8004]);
    }

    [Fact]
    public async Task What_is_no_message_becomes_a_dead_letter_and_holds_up_nobody()
    {
        StreamQueue<string> queue = await CreateAsync();
        IDatabase database = await DatabaseAsync();
        RedisKey lane = KeysOf(queue)[1];
        await database.StreamAddAsync(lane, "x", "y");
        await database.StreamAddAsync(lane, [new("d", "1"), new("t", "Int32")]);
        await database.StreamAddAsync(lane, [new("d", "{no json"), new("t", "String")]);
        await database.StreamAddAsync(lane, [new("d", "\"bad\""), new("m", "many")]);
        await database.StreamAddAsync(lane, [new("d", "\"bad\""), new("a", "-1")]);
        await database.StreamAddAsync(lane, [new("d", "\"bad\""), new("e", "9223372036854775807")]);
        await queue.EnqueueAsync("good", null, Cancellation);

        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.Equal("good", message.Body);
        Assert.True(await message.CompleteAsync());
        IReadOnlyList<DeadLetter<string>> letters = await queue.DeadLetters.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(
            ["malformed", "unknown_type", "unreadable", "malformed", "malformed", "malformed"],
            letters.Select(letter => letter.Reason));
        Assert.Contains("'m' is no number", letters[3].Error, StringComparison.Ordinal);
        await AssertEmptyAsync(queue, deadLetters: 6);
    }

    [Fact]
    public async Task What_is_no_message_does_not_hold_up_those_who_take_over_from_the_dead()
    {
        StreamQueue<string> queue = await CreateAsync();
        await (await DatabaseAsync()).StreamAddAsync(
            KeysOf(queue)[1], [new("d", "\"bad\""), new("m", "many"), new("a", "few")]);
        await TakeAndDieAsync(queue);
        await queue.EnqueueAsync("left", null, Cancellation);
        await TakeAndDieAsync(queue);

        QueueMessage<string> message = await NextAsync(Open(queue));

        Assert.Equal(("left", 2), (message.Body, message.Attempt));
        Assert.True(await message.CompleteAsync());
        await AssertEmptyAsync(queue, deadLetters: 1);
    }

    [Fact]
    public async Task A_queue_that_was_deleted_under_its_workers_begins_anew()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("before", null, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        await (await NextAsync(consumer)).CompleteAsync();
        await (await DatabaseAsync()).KeyDeleteAsync(KeysOf(queue));

        await queue.EnqueueAsync("after", null, Cancellation);

        Assert.Equal("after", (await NextAsync(consumer)).Body);
    }

    /// <summary>For servers whose clock is virtual.</summary>
    protected async Task A_worker_whose_upkeep_fails_goes_on_with_itAsync()
    {
        StreamQueue<string> queue = await CreateAsync();
        int calls = 0;
        Keep(new QueuePump(
            queue.Runtime with
            {
                Maintain = _ =>
                {
                    Interlocked.Increment(ref calls);
                    throw new InvalidOperationException("Once more.");
                },
            },
            capacity: 1));
        await PassTimeUntilAsync(
            () => Task.FromResult(Volatile.Read(ref calls) > 1), "it tries again", step: TimeSpan.FromSeconds(5));
        Assert.NotEmpty(Logger[8011]);
    }

    /// <summary>For servers whose clock is virtual.</summary>
    protected async Task Names_of_dead_workers_are_forgottenAsync()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync("left", null, Cancellation);
        await TakeAndDieAsync(queue);
        await (await NextAsync(Open(queue))).CompleteAsync();
        IDatabase database = await DatabaseAsync();
        await PassTimeUntilAsync(
            async () => (await database.StreamConsumerInfoAsync(KeysOf(queue)[1], "workers"))
                .All(consumer => consumer.Name != "dead"),
            "the dead worker is forgotten",
            step: TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_queue_of_another_database_wakes_its_workers()
    {
        Assert.SkipWhen(Server is ClusteredRedis, "A cluster has one database.");
        var options = new StreamQueueOptions
        {
            KeyPrefix = Prefix, OpenBlockingConnection = async _ => await Server.ConnectAnewAsync(),
        };
        var queue = new StreamQueue<string>(
            (await Server.ConnectAsync()).GetDatabase(5), "q", options, timeProvider: Time);
        QueueConsumer<string> consumer = Open(queue);
        Task<QueueMessage<string>?> next = consumer.NextAsync(Cancellation).AsTask();
        IServer redis = (await Server.ConnectAsync()).GetServers()[0];
        await PassTimeUntilAsync(
            async () => (await redis.ClientListAsync()).Any(
                client => client is { LastCommand: "xreadgroup", Database: 5 }),
            "the worker sleeps");
        await queue.EnqueueAsync("hello", null, Cancellation);
        Assert.Equal("hello", (await Eventually.ResultAsync(next))!.Body);
        await queue.Runtime.Store.Gate.Multiplexer.GetDatabase(5).KeyDeleteAsync(KeysOf(queue));
    }

    [Fact]
    public async Task A_worker_that_has_just_started_takes_what_was_handed_back_with_its_first_look()
    {
        // As when a program is replaced by its next version.
        StreamQueue<string> queue = await CreateAsync(options => options.Lease = TimeSpan.FromHours(1));
        await queue.EnqueueAsync("held", null, Cancellation);
        QueueConsumer<string> leaving = queue.OpenConsumer();
        Assert.Equal("held", (await NextAsync(leaving)).Body);
        await leaving.DisposeAsync();
        await queue.EnqueueAsync("new", null, Cancellation);
        QueueConsumer<string> other = Open(queue);
        foreach (string body in (string[])["held", "new"])
        {
            QueueMessage<string>? message = await Eventually.ResultAsync(other.NextAsync(Cancellation).AsTask());
            Assert.Equal((body, 1), (message!.Body, message.Attempt));
            Assert.True(await message.CompleteAsync());
        }

        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_worker_that_stops_hands_back_what_it_holds()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueManyAsync(["a", "b", "c"], null, Cancellation);
        QueueConsumer<string> leaving = queue.OpenConsumer();
        Assert.Equal("a", (await NextAsync(leaving)).Body);
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).Pending == 3, "the worker has all of them");

        await leaving.DisposeAsync();

        QueueConsumer<string> other = Open(queue);
        var bodies = new List<(string, int)>();
        for (int i = 0; i < 3; i++)
        {
            QueueMessage<string> message = await NextAsync(other);
            bodies.Add((message.Body, message.Attempt));
            Assert.True(await message.CompleteAsync());
        }

        Assert.Equal([("a", 1), ("b", 1), ("c", 1)], bodies);
        StreamConsumerInfo[] consumers =
            await (await DatabaseAsync()).StreamConsumerInfoAsync(KeysOf(queue)[1], "workers");
        Assert.Equal(2, consumers.Length);
    }
}
