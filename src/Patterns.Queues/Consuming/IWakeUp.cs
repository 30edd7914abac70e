using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>How a worker that found nothing waits.</summary>
internal interface IWakeUp : IAsyncDisposable
{
    /// <summary>Waits until there may be something to do, or the time is over.</summary>
    /// <param name="consumer">Who waits.</param>
    /// <param name="room">How many messages it could take.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the waiting; messages that have come are returned nevertheless.</param>
    /// <returns>Messages that came with the wake-up.</returns>
    Task<IReadOnlyList<Delivery>> WaitAsync(
        RedisValue consumer, int room, TimeSpan timeout, CancellationToken cancellationToken);
}
