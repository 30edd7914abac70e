using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Queues;

/// <summary>
/// What queues and topics on streams have in common: how messages are delivered, retried and given up.
/// </summary>
public abstract class StreamOptions : QueueOptions
{
    private protected StreamOptions()
    {
    }

    /// <summary>How often a message is tried before it becomes a dead letter, unless the message itself says
    /// otherwise. An attempt whose worker died counts.</summary>
    /// <value>1 to 10,000; the default is 5.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>After which time without a sign of life from its worker a message is given to another. Workers renew
    /// what they hold three times in a lease, however long a handler takes.</summary>
    /// <value>3 seconds to 1 hour; the default is 30 seconds. A shorter lease recovers sooner, and forgives shorter
    /// pauses of workers and Redis.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a worker renews a message that is neither ended nor extended; then it is cancelled and
    /// given to another worker.</summary>
    /// <value>1 second to 7 days; the default is 1 hour.</value>
    public TimeSpan MaxHandlingTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a failed message waits for its next attempt.</summary>
    public RetryBackoff Backoff { get; set; } = new();

    /// <summary>How many dead letters are kept, roughly; the oldest go first.</summary>
    /// <value>100 to 100,000,000; the default is 100,000.</value>
    public int DeadLetterLimit { get; set; } = 100_000;

    /// <summary>How many messages all workers together may begin in a time.</summary>
    /// <value>Null, the default, means without a limit.</value>
    public QueueRate? Rate { get; set; }

    /// <summary>How sleeping workers hear of new messages. Producers and workers must agree.</summary>
    /// <value>The default is <see cref="QueueWakeUp.BlockingConnection"/>.</value>
    public QueueWakeUp WakeUp { get; set; }

    /// <summary>Opens the connection that a worker blocks on, which is never used for anything else. Set it when the
    /// program's connection needs more than its configuration string says, such as certificates or a tunnel.</summary>
    /// <value>Null, the default, connects with the configuration string of the program's connection.</value>
    public Func<CancellationToken, Task<IConnectionMultiplexer>>? OpenBlockingConnection { get; set; }

    internal override QueueOptions Copy()
    {
        var copy = (StreamOptions)base.Copy();
        copy.Backoff = Backoff?.Copy()!;
        return copy;
    }

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        StreamOptions options = this;
        failures.RequireWithin(options.MaxAttempts, 1, 10_000, "5 suit most services");
        failures.RequireWithin(
            options.Lease, TimeSpan.FromSeconds(3), TimeSpan.FromHours(1), "30 seconds suit most services");
        failures.RequireWithin(
            options.MaxHandlingTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), "1 hour suits most services");
        failures.RequireWithin(options.DeadLetterLimit, 100, 100_000_000, "100,000 suit most services");
        failures.RequireDefined(options.WakeUp);
        failures.RequireSet(options.Backoff, "change the values of the default instead of removing it");
        options.Backoff?.Check(failures);
        options.Rate?.Check(failures, "options.Rate");
    }
}
