using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Asks what is in a queue.</summary>
internal static class QueueCounts
{
    /// <exception cref="QueueUnavailableException">Redis failed.</exception>
    public static async Task<QueueStatistics> CountAsync(
        this QueueRuntime runtime, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await runtime.Store.CountAsync(cancellationToken).ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            throw new QueueUnavailableException(
                $"The messages of '{runtime.Name}' could not be counted, because Redis failed ({reply.Failure}): try "
                + "again.",
                reply.Exception);
        }

        var counts = (long[])reply.Value!;
        var statistics = new QueueStatistics(
            counts[0], counts[1], counts[2], counts[3], counts[4], TimeSpan.FromMilliseconds(counts[5]));
        runtime.Metrics.Counted(statistics);
        return statistics;
    }
}
