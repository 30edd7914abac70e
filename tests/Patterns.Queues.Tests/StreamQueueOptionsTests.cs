using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.Queues.Topics;

namespace Patterns.Queues.Tests;

public sealed class StreamQueueOptionsTests
{
    [Fact]
    public void Every_bad_option_is_named_with_its_value_bound_and_remedy()
    {
        var options = new StreamQueueOptions
        {
            KeyPrefix = "a b",
            MaxPayloadBytes = 0,
            RedisTimeout = TimeSpan.Zero,
            MaxAttempts = 0,
            Lease = TimeSpan.FromSeconds(2),
            MaxHandlingTime = TimeSpan.Zero,
            Backoff = { Initial = TimeSpan.FromSeconds(-1), Factor = 0.5, Maximum = TimeSpan.FromDays(31), Jitter = 1 },
            DeadLetterLimit = 1,
            Rate = new QueueRate(0, TimeSpan.Zero),
            WakeUp = (QueueWakeUp)7,
            MaxLength = 0,
            GroupConcurrency = 0,
            GroupRate = new QueueRate(1, TimeSpan.FromDays(2)),
        };
        ValidateOptionsResult result = new QueueOptionsValidator<StreamQueueOptions>().Validate("q", options);
        string[] named =
        [
            "KeyPrefix", "MaxPayloadBytes", "RedisTimeout", "MaxAttempts", "Lease", "MaxHandlingTime",
            "DeadLetterLimit", "WakeUp", "Backoff.Initial", "Backoff.Factor", "Backoff.Maximum", "Backoff.Jitter",
            "Rate.Permits", "Rate.Period", "MaxLength", "GroupConcurrency", "GroupRate.Period",
        ];
        Assert.Equal(
            named.Order(),
            result.Failures!.Select(failure => failure.Split(' ')[0]["StreamQueueOptions[q].".Length..]).Order());
        Assert.Contains(
            "StreamQueueOptions[q].Lease is 00:00:02, but must be between 00:00:03 and 01:00:00: 30 seconds suit most "
            + "services.",
            result.Failures!);
    }

    [Fact]
    public void Defaults_are_good()
    {
        Assert.True(new QueueOptionsValidator<StreamQueueOptions>().Validate(null, new StreamQueueOptions()).Succeeded);
        Assert.True(new QueueOptionsValidator<StreamTopicOptions>().Validate(null, new StreamTopicOptions()).Succeeded);
        Assert.True(new ConsumerOptionsValidator().Validate(null, new ConsumerOptions()).Succeeded);
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var services = new ServiceCollection();
        services.AddStreamQueue<string>(options => options.MaxAttempts = 0);
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("StreamQueueOptions[String].MaxAttempts is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_types_of_messages_cannot_have_one_queue()
    {
        var services = new ServiceCollection();
        services.AddStreamQueue<Invoices.Paid>();
        ArgumentException error = Assert.Throws<ArgumentException>(() => services.AddStreamQueue<Orders.Paid>());
        Assert.Contains("'Paid' is registered for messages of the type", error.Message, StringComparison.Ordinal);
        Assert.Contains("Invoices+Paid", error.Message, StringComparison.Ordinal);
        services.AddStreamQueue<Orders.Paid>("orders-paid");
        services.AddStreamQueue<Invoices.Paid>(options => options.MaxAttempts = 3);
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddStreamQueue<string>("jobs");
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredKeyedService<IStreamQueue<string>>("jobs"));
        Assert.Contains("'jobs' finds no IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void A_bad_option_of_a_message_is_named(EnqueueOptions options, string named)
        => Assert.Contains(
            named, Assert.ThrowsAny<ArgumentException>(options.ThrowIfInvalid).Message, StringComparison.Ordinal);

    public static TheoryData<EnqueueOptions, string> BadMessages() => new()
    {
        { new EnqueueOptions { Delay = TimeSpan.FromSeconds(-1) }, "Delay is -00:00:01" },
        { new EnqueueOptions { MaxAttempts = 0 }, "MaxAttempts is 0" },
        { new EnqueueOptions { DeduplicationWindow = TimeSpan.Zero }, "DeduplicationWindow is 00:00:00" },
        { new EnqueueOptions { GroupKey = "" }, "GroupKey has 0 characters" },
        { new EnqueueOptions { GroupKey = "a\0b" }, "GroupKey contains U+0000" },
        { new EnqueueOptions { DeduplicationId = new string('x', 257) }, "DeduplicationId has 257 characters" },
        { new EnqueueOptions { Priority = (QueuePriority)5 }, "Priority 5" },
        {
            new EnqueueOptions
            {
                Delay = TimeSpan.FromSeconds(1),
                DeduplicationId = "x",
                DeduplicationMode = DeduplicationMode.Debounce,
            },
            "is debounced"
        },
    };

    private static class Invoices
    {
        public sealed record Paid(int Number);
    }

    private static class Orders
    {
        public sealed record Paid(string Customer);
    }
}
