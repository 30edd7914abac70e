using Microsoft.Extensions.Logging;
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
    RedisChannel WakeChannel)
{
    public string Name => Store.Identity.Name;

    /// <summary>Tells sleeping workers that there is something to do, if they listen to a channel.</summary>
    public void Wake()
    {
        if (Options.WakeUp == QueueWakeUp.PublishSubscribe)
        {
            // A worker that does not hear of it looks once a second.
            Store.Gate.Multiplexer.GetSubscriber().Publish(WakeChannel, "", CommandFlags.FireAndForget);
        }
    }

    public IWakeUp OpenWakeUp() => Options.WakeUp == QueueWakeUp.PublishSubscribe
        ? new PublishedWakeUp(Store.Gate.Multiplexer, WakeChannel, TimeProvider)
        : new BlockingWakeUp(Store, Options.OpenBlockingConnection ?? ConnectAsync, TimeProvider, Logger);

    private async Task<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        var configuration = ConfigurationOptions.Parse(Store.Gate.Multiplexer.Configuration);
        configuration.AbortOnConnectFail = false;

        // It must not give up while Redis blocks it, and asks for its id.
        configuration.AsyncTimeout = 30_000;
        configuration.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }
}
