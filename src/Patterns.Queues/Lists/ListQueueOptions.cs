using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Queues.Lists;

/// <summary>How a <see cref="ListQueue{T}"/> behaves. Producers and workers of a queue should agree.</summary>
public sealed class ListQueueOptions : QueueOptions
{
    /// <summary>After which time without a sign of life a worker counts as dead, and its messages go back.</summary>
    /// <value>3 seconds to 1 hour; the default is 30 seconds.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Opens the connection that a worker blocks on, which is never used for anything else.</summary>
    /// <value>Null, the default, connects with the configuration string of the program's connection.</value>
    public Func<CancellationToken, Task<IConnectionMultiplexer>>? OpenBlockingConnection { get; set; }

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        ListQueueOptions options = this;
        failures.RequireWithin(
            options.Lease, TimeSpan.FromSeconds(3), TimeSpan.FromHours(1), "30 seconds suit most services");
    }
}
