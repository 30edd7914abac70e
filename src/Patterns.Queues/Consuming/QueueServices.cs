using Microsoft.Extensions.Logging;

namespace Patterns.Queues.Consuming;

/// <summary>What a queue gets from its program.</summary>
internal sealed class QueueServices(ILogger logger, TimeProvider? timeProvider, Random? random = null)
{
    public ILogger Logger { get; } = logger;

    public TimeProvider TimeProvider { get; } = timeProvider ?? TimeProvider.System;

    /// <summary>The jitter of retries. It needs no seed of its own; a test hands in one.</summary>
    public Random Random { get; } = random ?? Random.Shared;
}
