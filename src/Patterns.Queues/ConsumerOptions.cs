using Patterns.Core;

namespace Patterns.Queues;

/// <summary>How a worker takes messages.</summary>
public sealed class ConsumerOptions
{
    /// <summary>How many messages the worker holds at a time, and a hosted one handles at a time. As many again may be
    /// handled and wait for their confirmation, which goes to Redis with that of others.</summary>
    /// <value>1 to 10,000; the default is 8.</value>
    public int Concurrency { get; set; } = 8;

    /// <summary>How many messages a batch has at most.</summary>
    /// <value>1 to 10,000; the default is 100.</value>
    public int BatchSize { get; set; } = 100;

    /// <summary>How long the first message of a batch waits for the others.</summary>
    /// <value>0 to 1 minute; the default is 50 milliseconds.</value>
    public TimeSpan BatchLinger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long handlers that have begun may go on when the worker stops; what is not ended then is handed
    /// back.</summary>
    /// <value>0 to 1 hour; the default is 20 seconds.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a hosted worker counts what is in the queue, for the metrics.</summary>
    /// <value>1 second to 1 hour; the default is 15 seconds.</value>
    public TimeSpan StatisticsInterval { get; set; } = TimeSpan.FromSeconds(15);

    internal void Check(OptionsFailures failures)
    {
        ConsumerOptions options = this;
        failures.RequireWithin(options.Concurrency, 1, 10_000, "8 suit most handlers");
        failures.RequireWithin(options.BatchSize, 1, 10_000, "100 suit most handlers");
        failures.RequireWithin(
            options.BatchLinger, TimeSpan.Zero, TimeSpan.FromMinutes(1), "50 milliseconds suit most handlers");
        failures.RequireWithin(
            options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), "20 seconds suit most handlers");
        failures.RequireWithin(
            options.StatisticsInterval,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromHours(1),
            "15 seconds suit most services");
    }
}
