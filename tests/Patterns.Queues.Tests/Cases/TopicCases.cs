using Patterns.Queues.Tests.Support;
using Patterns.Queues.Topics;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class TopicCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Every_subscription_gets_every_message_in_order()
    {
        StreamTopic<string> topic = await CreateTopicAsync();
        QueueConsumer<string> mail = Keep(topic.Subscribe("mail").OpenConsumer());
        QueueConsumer<string> audit = Keep(topic.Subscribe("audit").OpenConsumer());
        for (int i = 0; i < 5; i++)
        {
            await topic.PublishAsync($"{i}", null, Cancellation);
        }

        foreach (QueueConsumer<string> consumer in (QueueConsumer<string>[])[mail, audit])
        {
            for (int i = 0; i < 5; i++)
            {
                QueueMessage<string> message = await NextAsync(consumer);
                Assert.Equal($"{i}", message.Body);
                Assert.True(await message.CompleteAsync());
            }
        }

        // What is handled and not trimmed yet is not ready.
        Assert.Equal(0, (await topic.Subscribe("mail").GetStatisticsAsync(Cancellation)).Ready);
        Assert.Equal(5, await topic.TrimAsync(Cancellation));
        Assert.Equal(0, await LogLengthAsync());
    }

    [Fact]
    public async Task A_subscription_retries_and_buries_by_itself()
    {
        StreamTopic<string> topic = await CreateTopicAsync(options => options.MaxAttempts = 2);
        TopicSubscription<string> mail = topic.Subscribe("mail");
        TopicSubscription<string> audit = topic.Subscribe("audit");
        string id = await topic.PublishAsync("bad", new Dictionary<string, string> { ["k"] = "v" }, Cancellation);
        QueueConsumer<string> failing = Keep(mail.OpenConsumer());
        Assert.True(await (await NextAsync(failing)).RetryAsync("fault"));
        QueueMessage<string> again = await NextAsync(failing);
        Assert.Equal((2, id, "v"), (again.Attempt, again.Id, again.Headers["k"]));
        Assert.True(await again.RetryAsync("fault"));

        Assert.True(await (await NextAsync(Keep(audit.OpenConsumer()))).CompleteAsync());
        Assert.Equal(1, (await mail.GetStatisticsAsync(Cancellation)).DeadLetters);
        Assert.Equal(0, (await audit.GetStatisticsAsync(Cancellation)).DeadLetters);

        Assert.Equal(1, await mail.DeadLetters.ReplayAllAsync(Cancellation));
        QueueMessage<string> replayed = await NextAsync(failing);
        Assert.Equal(("bad", 1), (replayed.Body, replayed.Attempt));
        Assert.True(await replayed.CompleteAsync());
        Assert.Equal(0, (await mail.GetStatisticsAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task The_log_is_trimmed_behind_the_slowest_subscription()
    {
        StreamTopic<string> topic = await CreateTopicAsync();
        QueueConsumer<string> fast = Keep(topic.Subscribe("fast").OpenConsumer());
        QueueConsumer<string> slow = topic.Subscribe("slow").OpenConsumer();
        for (int i = 0; i < 4; i++)
        {
            await topic.PublishAsync($"{i}", null, Cancellation);
        }

        for (int i = 0; i < 4; i++)
        {
            await (await NextAsync(fast)).CompleteAsync();
        }

        await (await NextAsync(slow)).CompleteAsync();
        Assert.NotNull(await NextAsync(slow));
        Assert.Equal(1, await topic.TrimAsync(Cancellation));
        Assert.Equal(3, await LogLengthAsync());

        // A worker would found its subscription anew.
        await slow.DisposeAsync();
        Assert.True(await topic.UnsubscribeAsync("slow", Cancellation));
        Assert.False(await topic.UnsubscribeAsync("slow", Cancellation));
        Assert.Equal(3, await topic.TrimAsync(Cancellation));
    }

    /// <summary>For servers whose clock is virtual.</summary>
    protected async Task Workers_trim_once_a_minuteAsync()
    {
        StreamTopic<string> topic = await CreateTopicAsync();
        QueueConsumer<string> consumer = Keep(topic.Subscribe("only").OpenConsumer());
        await topic.PublishAsync("x", null, Cancellation);
        await (await NextAsync(consumer)).CompleteAsync();
        await PassTimeUntilAsync(
            async () => await LogLengthAsync() == 0, "the log is trimmed", step: TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_bounded_log_forgets_the_oldest()
    {
        StreamTopic<string> topic = await CreateTopicAsync(options => options.MaxLength = 100);
        for (int i = 0; i < 500; i++)
        {
            await topic.PublishAsync($"{i}", null, Cancellation);
        }

        Assert.InRange(await LogLengthAsync(), 100, 300);
    }

    private async Task<StreamTopic<string>> CreateTopicAsync(Action<StreamTopicOptions>? configure = null)
    {
        var options = new StreamTopicOptions
        {
            KeyPrefix = Prefix,
            Lease = TimeSpan.FromSeconds(3),
            RedisTimeout = TimeSpan.FromSeconds(30),
            Backoff = { Initial = TimeSpan.FromMilliseconds(200), Jitter = 0 },
            OpenBlockingConnection = async _ => await Server.ConnectAnewAsync(),
        };
        configure?.Invoke(options);
        return new StreamTopic<string>(await DatabaseAsync(), "t", options, timeProvider: Time);
    }

    private async Task<long> LogLengthAsync()
        => await (await DatabaseAsync()).StreamLengthAsync(new RedisKey($"{Prefix}:1:{{t}}:log"));
}
