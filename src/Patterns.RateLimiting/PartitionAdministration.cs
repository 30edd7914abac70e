using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

/// <summary>What operators do to a partition of any limiter.</summary>
/// <param name="gate">The way to Redis.</param>
/// <param name="policy">The limiter, for errors.</param>
internal sealed class PartitionAdministration(RedisGate gate, string policy)
{
    public async Task BlockAsync(
        string partition, RedisKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (duration < RateLimitBounds.MinWindow || duration > RateLimitBounds.MaxWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(duration),
                $"The block of {duration:c} must be between {RateLimitBounds.MinWindow:c} and "
                + $"{RateLimitBounds.MaxWindow:c}: to end a block, call UnblockAsync.");
        }

        RedisReply<bool> reply = await gate
            .CallAsync(
                "SET",
                static (database, block) => database.StringSetAsync(block.Key, 1, new Expiration(block.Duration)),
                (Key: key, Duration: duration),
                cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed("block", partition, reply.Failure, reply.Exception);
    }

    public async Task DeleteAsync(
        string verb, string partition, RedisKey[] keys, CancellationToken cancellationToken)
    {
        RedisReply<long> reply = await gate
            .CallAsync("DEL", static (database, keys) => database.KeyDeleteAsync(keys), keys, cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed(verb, partition, reply.Failure, reply.Exception);
    }

    public void ThrowIfFailed(string verb, string partition, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new RateLimitUnavailableException(
                $"Redis failed ({failure}), so the limit '{policy}' could not {verb} the partition '{partition}': "
                + "try again later.",
                exception);
        }
    }
}
