using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patterns.Queues.DeadLetters;
using Patterns.Queues.Health;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class ProcessingCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Handlers_run_beside_each_other_and_their_messages_are_completed()
    {
        StreamQueue<string> queue = await CreateAsync();
        using var stop = new CancellationTokenSource();
        var together = new TaskCompletionSource();
        int running = 0;
        Task worker = queue.ProcessAsync(
            (_, _) =>
            {
                if (Interlocked.Increment(ref running) == 4)
                {
                    together.SetResult();
                }

                return together.Task;
            },
            new ConsumerOptions { Concurrency = 4 },
            stop.Token);
        await queue.EnqueueManyAsync(["a", "b", "c", "d"], null, Cancellation);

        await UntilEmptyAsync(queue);

        await stop.CancelAsync();
        await worker;
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task When_a_worker_has_stopped_all_that_it_handled_is_confirmed_and_its_streams_are_small()
    {
        const int Messages = 1_000;
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueManyAsync(Enumerable.Range(0, Messages).Select(i => $"{i}"), null, Cancellation);
        using var stop = new CancellationTokenSource();
        var over = new TaskCompletionSource();
        int handled = 0;
        Task worker = queue.ProcessAsync(
            (_, _) =>
            {
                if (Interlocked.Increment(ref handled) == Messages)
                {
                    over.SetResult();
                }

                return Task.CompletedTask;
            },
            cancellationToken: stop.Token);
        await PassTimeUntilAsync(() => Task.FromResult(over.Task.IsCompleted), "all are handled");
        await stop.CancelAsync();
        await worker;

        Assert.Equal(Messages, handled);
        await AssertEmptyAsync(queue);
        IDatabase database = await DatabaseAsync();
        foreach (RedisKey lane in KeysOf(queue)[..4])
        {
            Assert.InRange(await database.StreamLengthAsync(lane), 0, 1);
            Assert.InRange((await database.StreamInfoAsync(lane)).RadixTreeNodes, 0, 2);
            Assert.Equal(0, Assert.Single(await database.StreamGroupInfoAsync(lane)).PendingMessageCount);
        }
    }

    [Fact]
    public async Task A_handler_that_throws_is_called_again_and_one_that_rejects_is_not()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 2);
        using var stop = new CancellationTokenSource();
        var attempts = new ConcurrentQueue<(string, int)>();
        Task worker = queue.ProcessAsync(
            (message, _) =>
            {
                attempts.Enqueue((message.Body, message.Attempt));
                return message.Body == "reject"
                    ? throw new MessageRejectedException("never")
                    : throw new TimeZoneNotFoundException("no zone");
            },
            cancellationToken: stop.Token);
        await queue.EnqueueManyAsync(["reject", "throw"], null, Cancellation);
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).DeadLetters == 2, "both are given up");
        await stop.CancelAsync();
        await worker;

        Assert.Equal([("reject", 1), ("throw", 1), ("throw", 2)], attempts.Order());
        IReadOnlyList<DeadLetter<string>> letters = await queue.DeadLetters.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(("rejected", "never"), (letters[0].Reason, letters[0].Error));
        Assert.Equal("attempts_exhausted", letters[1].Reason);
        Assert.Equal("TimeZoneNotFoundException: no zone", letters[1].Error);
        await AssertEmptyAsync(queue, deadLetters: 2);
    }

    [Fact]
    public async Task A_worker_that_stops_lets_handlers_end()
    {
        StreamQueue<string> queue = await CreateAsync();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        Task worker = queue.ProcessAsync(
            async (_, _) =>
            {
                begun.TrySetResult();
                await end.Task;
            },
            new ConsumerOptions { Concurrency = 1 },
            stop.Token);
        await queue.EnqueueManyAsync(["begun", "not begun"], null, Cancellation);
        await PassTimeUntilAsync(() => Task.FromResult(begun.Task.IsCompleted), "the handler runs");

        await stop.CancelAsync();
        await PassTimeAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(worker.IsCompleted);
        end.SetResult();
        await worker;

        QueueStatistics left = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal((1, 0), (left.Ready, left.Pending));
    }

    [Fact]
    public async Task What_is_not_ended_within_the_time_for_draining_is_cancelled_and_handed_back()
    {
        StreamQueue<string> queue = await CreateAsync();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        CancellationToken lost = default;
        Task worker = queue.ProcessAsync(
            async (message, token) =>
            {
                lost = message.LeaseLost;
                begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
            new ConsumerOptions { DrainTimeout = TimeSpan.FromMilliseconds(300) },
            stop.Token);
        await queue.EnqueueAsync("endless", null, Cancellation);
        await PassTimeUntilAsync(() => Task.FromResult(begun.Task.IsCompleted), "the handler runs");
        await stop.CancelAsync();
        await PassTimeUntilAsync(() => Task.FromResult(worker.IsCompleted), "the worker stops");
        await worker;
        Assert.True(lost.IsCancellationRequested);

        QueueMessage<string> message = await NextAsync(Open(queue));
        Assert.Equal(("endless", 1), (message.Body, message.Attempt));
        Assert.Single(Logger[8008]);
    }

    [Fact]
    public async Task Batches_are_filled_and_ended_together()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueManyAsync(Enumerable.Range(0, 25).Select(i => $"{i}"), null, Cancellation);
        using var stop = new CancellationTokenSource();
        var batches = new ConcurrentQueue<string[]>();
        Task worker = queue.ProcessBatchesAsync(
            (messages, _) =>
            {
                batches.Enqueue([.. messages.Select(message => message.Body)]);
                return Task.CompletedTask;
            },
            new ConsumerOptions { Concurrency = 1, BatchSize = 10 },
            stop.Token);
        await UntilEmptyAsync(queue);
        await stop.CancelAsync();
        await worker;

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), batches.SelectMany(batch => batch));
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, 10));
        Assert.Equal(10, batches.First().Length);
    }

    [Fact]
    public async Task A_batch_that_fails_is_tried_again_except_for_what_was_ended()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueManyAsync(["good", "bad"], null, Cancellation);
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<(string, int)>();
        Task worker = queue.ProcessBatchesAsync(
            async (messages, _) =>
            {
                foreach (QueueMessage<string> message in messages)
                {
                    seen.Enqueue((message.Body, message.Attempt));
                }

                if (messages.FirstOrDefault(message => message is { Body: "bad", Attempt: 1 }) is not null)
                {
                    await Task.WhenAll(messages.Where(message => message.Body == "good")
                        .Select(message => message.CompleteAsync()));
                    throw new TimeZoneNotFoundException();
                }
            },
            new ConsumerOptions { Concurrency = 1 },
            stop.Token);
        await UntilEmptyAsync(queue);
        await stop.CancelAsync();
        await worker;
        Assert.Equal([("bad", 1), ("bad", 2), ("good", 1)], seen.Order());
    }

    [Fact]
    public async Task The_trace_of_the_sender_goes_on_in_the_handler()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Patterns.Queues",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        StreamQueue<string> queue = await CreateAsync();
        using var request = new Activity("request");
        request.Start();
        await queue.EnqueueAsync("traced", null, Cancellation);
        request.Stop();
        using var stop = new CancellationTokenSource();
        ActivityTraceId? trace = null;
        Task worker = queue.ProcessAsync(
            (_, _) =>
            {
                trace = Activity.Current?.TraceId;
                return Task.CompletedTask;
            },
            cancellationToken: stop.Token);
        await UntilEmptyAsync(queue);
        await stop.CancelAsync();
        await worker;
        Assert.Equal(request.TraceId, trace);
    }

    [Fact]
    public async Task No_more_messages_begin_in_a_time_than_the_rate_allows()
    {
        StreamQueue<string> queue =
            await CreateAsync(options => options.Rate = new QueueRate(3, TimeSpan.FromSeconds(1.5)));
        await queue.EnqueueManyAsync(Enumerable.Range(0, 6).Select(i => $"{i}"), null, Cancellation);
        QueueConsumer<string> one = Open(queue, concurrency: 3);
        QueueConsumer<string> other = Open(queue, concurrency: 3);
        long start = Time.GetTimestamp();
        var took = new List<TimeSpan>();
        Task<QueueMessage<string>?>[] next =
            [one.NextAsync(Cancellation).AsTask(), other.NextAsync(Cancellation).AsTask()];
        QueueConsumer<string>[] consumers = [one, other];
        while (took.Count < 6)
        {
            await PassTimeUntilAsync(() => Task.FromResult(next.Any(task => task.IsCompleted)), "a message begins");
            for (int i = 0; i < 2; i++)
            {
                if (next[i].IsCompleted)
                {
                    took.Add(Time.GetElapsedTime(start));
                    Assert.True(await (await next[i])!.CompleteAsync());
                    next[i] = consumers[i].NextAsync(Cancellation).AsTask();
                }
            }
        }

        // Three at once, then one each half a second.
        Assert.True(took[5] >= TimeSpan.FromSeconds(1.4), $"The sixth began after {took[5]}.");
        Assert.True(took[3] >= TimeSpan.FromSeconds(0.4), $"The fourth began after {took[3]}.");
    }

    [Fact]
    public async Task A_worker_that_waits_for_the_rate_keeps_its_message_and_hands_it_back_when_it_stops()
    {
        StreamQueue<string> queue =
            await CreateAsync(options => options.Rate = new QueueRate(1, TimeSpan.FromHours(1)));
        QueueConsumer<string> waiting = queue.OpenConsumer();
        await queue.EnqueueAsync("first", null, Cancellation);
        await (await NextAsync(waiting)).CompleteAsync();
        await queue.EnqueueAsync("second", null, Cancellation);
        await PassTimeAsync(TimeSpan.FromSeconds(4));

        // Longer than a lease; nobody else may have it, and the worker still stops at once.
        await waiting.DisposeAsync();
        QueueStatistics left = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal(1, left.Ready + left.Pending);
    }

    [Fact]
    public async Task A_queue_is_as_healthy_as_its_messages_are_young_and_few()
    {
        StreamQueue<string> queue = await CreateAsync();
        var context = new HealthCheckContext
        {
            Registration = new HealthCheckRegistration("q", _ => null!, HealthStatus.Degraded, []),
        };
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new QueueHealthOptions())).Status);

        await queue.EnqueueManyAsync(["a", "b"], null, Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new QueueHealthOptions { MaxReady = 2 })).Status);
        HealthCheckResult full = await CheckAsync(new QueueHealthOptions { MaxReady = 1 });
        Assert.Equal((HealthStatus.Degraded, "2 messages wait in 'q', more than 1."), (full.Status, full.Description));
        Assert.Equal(2L, full.Data["ready"]);

        await (await NextAsync(Open(queue, concurrency: 1))).DeadLetterAsync("no");
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(new QueueHealthOptions { MaxDeadLetters = 0 })).Status);
        await PassTimeUntilAsync(
            async () => (await CheckAsync(new QueueHealthOptions { MaxAge = TimeSpan.FromMilliseconds(200) })).Status
                == HealthStatus.Degraded,
            "the message is old");

        Task<HealthCheckResult> CheckAsync(QueueHealthOptions options)
            => new QueueHealthCheck<string>(queue, options).CheckHealthAsync(context, Cancellation);
    }

    private Task UntilEmptyAsync(StreamQueue<string> queue) => PassTimeUntilAsync(
        async () => await queue.GetStatisticsAsync(Cancellation) is { Ready: 0, Pending: 0, Delayed: 0 },
        "the queue is empty");
}
