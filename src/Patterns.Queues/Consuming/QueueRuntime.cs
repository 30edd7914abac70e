using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>What the parts of one queue share.</summary>
internal sealed record QueueRuntime(
    QueueStore Store,
    StreamOptions Options,
    QueueMetrics Metrics,
    ILogger Logger,
    TimeProvider TimeProvider,
    Random Random,
    WakeChannel WakeChannel)
{
    public static TimeSpan MaintenanceInterval { get; } = TimeSpan.FromMinutes(1);

    public string Name => Store.Identity.Name;

    /// <summary>What a worker does once a minute beside its messages.</summary>
    public Func<CancellationToken, ValueTask>? Maintain { get; init; }

    public static QueueRuntime Create(
        IDatabase database, QueueIdentity identity, RedisKey[] keys, StreamOptions options, QueueServices services)
    {
        ArgumentNullException.ThrowIfNull(database);
        var metrics = new QueueMetrics(options.KeyPrefix, identity.Name, services.Logger);
        var gate = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            metrics,
            services.TimeProvider);
        var store = new QueueStore(gate, database.Database, identity, keys, options, services.TimeProvider);

        // Who publishes on a topic does not know its subscriptions, so the workers of all of them share its channel.
        var channel = new WakeChannel(options, gate.Multiplexer, store.Lanes[identity.IsShared ? 0 : ^1]);
        return new QueueRuntime(
            store, options, metrics, services.Logger, services.TimeProvider, services.Random, channel);
    }

    /// <summary>Tells sleeping workers that there is something to do, if they listen to a channel.</summary>
    public void Wake() => WakeChannel.Publish();

    public IWakeUp OpenWakeUp() => Options.WakeUp == QueueWakeUp.PublishSubscribe
        ? new PublishedWakeUp(Store.Gate.Multiplexer, WakeChannel.Name, TimeProvider)
        : new BlockingWakeUp(Store, OpenBlockingAsync, TimeProvider, Logger);

    private Task<IConnectionMultiplexer> OpenBlockingAsync(CancellationToken cancellationToken)
        => BlockingConnection.OpenAsync(Options.OpenBlockingConnection, Store.Gate.Multiplexer, cancellationToken);
}
