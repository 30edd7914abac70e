using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class GroupCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Messages_of_a_group_come_one_after_the_other_and_groups_take_turns()
    {
        StreamQueue<string> queue = await CreateAsync();
        for (int i = 0; i < 10; i++)
        {
            EnqueueResult result = await SendAsync(queue, "large", $"large {i}");
            Assert.Equal(i == 0 ? EnqueueOutcome.Added : EnqueueOutcome.WaitingForGroup, result.Outcome);
        }

        await SendAsync(queue, "small", "small 0");
        QueueConsumer<string> consumer = Open(queue);
        QueueMessage<string> large = await NextAsync(consumer);
        QueueMessage<string> small = await NextAsync(consumer);
        Assert.Equal(("large 0", "small 0"), (large.Body, small.Body));
        Assert.Equal(9, (await queue.GetStatisticsAsync(Cancellation)).WaitingForGroup);
        for (int i = 1; i < 10; i++)
        {
            Assert.True(await large.CompleteAsync());
            large = await NextAsync(consumer);
            Assert.Equal(("large", $"large {i}"), (large.GroupKey, large.Body));
        }

        await large.CompleteAsync();
        await small.CompleteAsync();
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_failed_message_keeps_its_group_waiting_and_its_place()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 2);
        await SendAsync(queue, "g", "first");
        await SendAsync(queue, "g", "second");
        QueueConsumer<string> consumer = Open(queue);
        Assert.True(await (await NextAsync(consumer)).RetryAsync("fault"));

        QueueMessage<string> again = await NextAsync(consumer);
        Assert.Equal(("first", 2), (again.Body, again.Attempt));
        Assert.True(await again.RetryAsync("fault"));

        QueueMessage<string> second = await NextAsync(consumer);
        Assert.Equal("second", second.Body);
        await second.CompleteAsync();
        await AssertEmptyAsync(queue, deadLetters: 1);
    }

    [Fact]
    public async Task A_group_whose_worker_dies_goes_on_in_order()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.MaxAttempts = 1);
        await SendAsync(queue, "g", "poison");
        await SendAsync(queue, "g", "next");
        await TakeAndDieAsync(queue);

        QueueMessage<string> next = await NextAsync(Open(queue));

        Assert.Equal("next", next.Body);
        await next.CompleteAsync();
        await AssertEmptyAsync(queue, deadLetters: 1);
    }

    [Fact]
    public async Task A_group_has_as_many_messages_under_way_as_it_may()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.GroupConcurrency = 2);
        for (int i = 0; i < 5; i++)
        {
            await SendAsync(queue, "g", $"{i}");
        }

        QueueConsumer<string> consumer = Open(queue);
        QueueMessage<string> zero = await NextAsync(consumer);
        QueueMessage<string> one = await NextAsync(consumer);
        QueueStatistics statistics = await queue.GetStatisticsAsync(Cancellation);
        Assert.Equal((0, 2, 3), (statistics.Ready, statistics.Pending, statistics.WaitingForGroup));
        await one.CompleteAsync();
        Assert.Equal("2", (await NextAsync(consumer)).Body);
        Assert.True(zero.IsHeld);
    }

    [Fact]
    public async Task Delayed_messages_join_their_group_when_they_are_due()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueAsync(
            "later", new EnqueueOptions { GroupKey = "g", Delay = TimeSpan.FromMilliseconds(300) }, Cancellation);
        await SendAsync(queue, "g", "now");
        QueueConsumer<string> consumer = Open(queue);
        QueueMessage<string> now = await NextAsync(consumer);
        Assert.Equal("now", now.Body);
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).WaitingForGroup == 1, "the other is due");
        await now.CompleteAsync();
        QueueMessage<string> later = await NextAsync(consumer);
        await later.CompleteAsync();
        Assert.Equal("later", later.Body);
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_group_begins_no_more_messages_in_a_time_than_it_may()
    {
        StreamQueue<string> queue = await CreateAsync(options =>
        {
            options.GroupConcurrency = 10;
            options.GroupRate = new QueueRate(2, TimeSpan.FromSeconds(2));
        });
        for (int i = 0; i < 4; i++)
        {
            await SendAsync(queue, "g", $"{i}");
        }

        QueueConsumer<string> consumer = Open(queue);
        var begun = new List<QueueMessage<string>>();
        for (int i = 0; i < 4; i++)
        {
            begun.Add(await NextAsync(consumer));
        }

        Assert.Equal(["0", "1", "2", "3"], begun.Select(message => message.Body));
        Assert.True(begun[2].Age >= TimeSpan.FromMilliseconds(900), $"The third began after {begun[2].Age}.");
        Assert.True(begun[3].Age >= TimeSpan.FromMilliseconds(1_900), $"The fourth began after {begun[3].Age}.");
        await Task.WhenAll(begun.Select(message => message.CompleteAsync()));
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_sleeping_worker_hears_once_that_a_group_waits_for_its_rate()
    {
        StreamQueue<string> queue = await CreateAsync(options =>
        {
            options.GroupConcurrency = 10;
            options.GroupRate = new QueueRate(1, TimeSpan.FromHours(1));
        });
        await FetchAsync(queue);
        RedisValue before = await LastWakeAsync(queue);
        await SendAsync(queue, "g", "begins");
        Assert.Equal(before, await LastWakeAsync(queue));

        await SendAsync(queue, "g", "waits");
        RedisValue waits = await LastWakeAsync(queue);
        await SendAsync(queue, "g", "waits behind it");

        Assert.NotEqual(before, waits);
        Assert.Equal(waits, await LastWakeAsync(queue));
        Assert.Single((await FetchAsync(queue)).Messages);
        Assert.InRange((await FetchAsync(queue)).NextDue!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sleeping_worker_hears_when_the_next_of_a_group_may_begin(bool completes)
    {
        StreamQueue<string> queue = await CreateAsync(
            options => options.GroupRate = new QueueRate(1, TimeSpan.FromHours(1)));
        await SendAsync(queue, "g", "ends");
        await SendAsync(queue, "g", "waits");
        Delivery[] held = [.. (await FetchAsync(queue)).Messages];
        RedisValue before = await LastWakeAsync(queue);
        QueueStore store = queue.Runtime.Store;

        RedisReply<RedisResult> ended = completes
            ? await store.CompleteAsync("me", held, Cancellation)
            : await store.FailAsync(
                "me", Assert.Single(held), 1, pause: null, new FailureCause("rejected", ""), Cancellation);

        Assert.Equal(RedisFailure.None, ended.Failure);
        Assert.NotEqual(before, await LastWakeAsync(queue));
        Assert.InRange((await FetchAsync(queue)).NextDue!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_replayed_message_joins_its_group_at_the_end()
    {
        StreamQueue<string> queue = await CreateAsync();
        await SendAsync(queue, "g", "bad");
        await SendAsync(queue, "g", "held");
        QueueConsumer<string> consumer = Open(queue);
        await (await NextAsync(consumer)).DeadLetterAsync("broken");
        QueueMessage<string> held = await NextAsync(consumer);

        Assert.Equal(1, await queue.DeadLetters.ReplayAllAsync(Cancellation));
        Assert.Equal(1, (await queue.GetStatisticsAsync(Cancellation)).WaitingForGroup);
        await held.CompleteAsync();
        QueueMessage<string> again = await NextAsync(consumer);

        Assert.Equal(("bad", 1), (again.Body, again.Attempt));
        await again.CompleteAsync();
        await AssertEmptyAsync(queue);
    }

    [Fact]
    public async Task A_raised_limit_holds_with_the_next_message_and_those_that_waited_go_first()
    {
        StreamQueue<string> narrow = await CreateAsync();
        for (int i = 0; i < 4; i++)
        {
            await SendAsync(narrow, "g", $"{i}");
        }

        StreamQueue<string> wide = await CreateAsync(options => options.GroupConcurrency = 3);
        Assert.Equal(EnqueueOutcome.WaitingForGroup, (await SendAsync(wide, "g", "4")).Outcome);

        QueueStatistics statistics = await wide.GetStatisticsAsync(Cancellation);
        Assert.Equal((3, 2), (statistics.Ready, statistics.WaitingForGroup));
        QueueConsumer<string> consumer = Open(wide);
        for (int i = 0; i < 5; i++)
        {
            QueueMessage<string> message = await NextAsync(consumer);
            Assert.Equal($"{i}", message.Body);
            await message.CompleteAsync();
        }

        await AssertEmptyAsync(wide);
    }

    [Fact]
    public async Task A_group_goes_on_though_somebody_deleted_what_waited()
    {
        StreamQueue<string> queue = await CreateAsync();
        await SendAsync(queue, "g", "first");
        await SendAsync(queue, "g", "deleted");
        await (await DatabaseAsync()).KeyDeleteAsync(KeysOf(queue)[6]);
        QueueConsumer<string> consumer = Open(queue);
        await (await NextAsync(consumer)).CompleteAsync();

        await SendAsync(queue, "g", "next");

        QueueMessage<string> next = await NextAsync(consumer);
        Assert.Equal("next", next.Body);
        await next.CompleteAsync();
        await AssertEmptyAsync(queue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Groups_do_what_lists_with_a_bound_do(int concurrency)
    {
        var random = new Random(concurrency);
        StreamQueue<string> queue = await CreateAsync(options =>
        {
            options.GroupConcurrency = concurrency;
            options.Backoff = new RetryBackoff { Initial = TimeSpan.FromMilliseconds(1), Jitter = 0 };
            options.MaxAttempts = 100;
        });
        QueueConsumer<string> consumer = Open(queue, concurrency: 100);
        var model = new GroupModel(concurrency);
        var held = new List<QueueMessage<string>>();
        for (int step = 0; step < 80; step++)
        {
            if (random.Next(2) == 0 || held.Count == 0)
            {
                string group = $"group {random.Next(4)}";
                bool added = model.Send(group, $"{step}");
                EnqueueResult result = await SendAsync(queue, group, $"{step}");
                Assert.Equal(added ? EnqueueOutcome.Added : EnqueueOutcome.WaitingForGroup, result.Outcome);
            }
            else
            {
                QueueMessage<string> message = held[random.Next(held.Count)];
                held.Remove(message);
                if (random.Next(4) == 0)
                {
                    Assert.True(await message.RetryAsync("again"));
                }
                else
                {
                    Assert.True(await message.CompleteAsync());
                    model.End(message.GroupKey!, message.Body);
                }
            }

            while (held.Count < model.Active)
            {
                held.Add(await NextAsync(consumer));
            }

            Assert.Equal(model.ActiveBodies, held.Select(message => message.Body).Order());
        }

        while (held.Count > 0)
        {
            await held[0].CompleteAsync();
            model.End(held[0].GroupKey!, held[0].Body);
            held.RemoveAt(0);
            while (held.Count < model.Active)
            {
                held.Add(await NextAsync(consumer));
            }
        }

        await AssertEmptyAsync(queue);
    }

    private static async Task<EnqueueResult> SendAsync(StreamQueue<string> queue, string group, string body)
        => await queue.EnqueueAsync(body, new EnqueueOptions { GroupKey = group }, Cancellation);

    /// <summary>A look into the queue by nobody's worker.</summary>
    private static async Task<FetchReply> FetchAsync(StreamQueue<string> queue)
    {
        var request = new FetchRequest("me", 10, ExpectedNow: null, LowestFirst: false, ["0-0", "0-0", "0-0"]);
        return FetchReply.Read((await queue.Runtime.Store.FetchAsync(request, Cancellation)).Value!);
    }

    /// <summary>What sleeping workers were last woken with.</summary>
    private async Task<RedisValue> LastWakeAsync(StreamQueue<string> queue)
        => (await (await DatabaseAsync()).StreamInfoAsync(KeysOf(queue)[3])).LastGeneratedId;
}
