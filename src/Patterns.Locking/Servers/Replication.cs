using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Locking.Servers;

/// <summary>Asks how many replicas have what was written. WAIT speaks of the writes of its own connection, so a write
/// goes right before it; that both were on one connection, the client's id before and after tells.</summary>
/// <param name="gate">The way to the server.</param>
/// <param name="replicas">How many must have it.</param>
/// <param name="timeout">How long they may take.</param>
internal sealed class Replication(RedisGate gate, int replicas, TimeSpan timeout)
{
    /// <summary>Asks about everything that was written so far to the server of a lock. One round trip, and the wait of
    /// the replicas, in which the connection serves nobody else.</summary>
    /// <param name="lockKey">The lock.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What is missing; null if enough replicas have it.</returns>
    public async ValueTask<LockUnavailableException?> ConfirmAsync(
        RedisKey lockKey, CancellationToken cancellationToken)
    {
        RedisReply<long> reply = await gate
            .CallAsync(
                "WAIT",
                static (database, state) => SendAsync(database, state.Key, state.replicas, state.timeout),
                (Key: lockKey, replicas, timeout),
                cancellationToken)
            .ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            return new LockUnavailableException(
                $"Redis failed ({reply.Failure}) before {replicas} replicas had confirmed the lock: try again.",
                reply.Exception);
        }

        return reply.Value >= replicas ? null : new LockUnavailableException(
            $"Only {Math.Max(0, reply.Value)} of {replicas} replicas confirmed the lock within {timeout}: check the "
            + "replication, wait longer, or ask for fewer.",
            innerException: null);
    }

    /// <returns>How many replicas have it, or -1 if the connection was another one in the meantime.</returns>
    private static async Task<long> SendAsync(IDatabase database, RedisKey lockKey, int replicas, TimeSpan timeout)
    {
        IServer server = database.GetPrimary(lockKey);
        Task<RedisResult> before = server.ExecuteAsync("CLIENT", "ID");
        Task<RedisResult> marker = server.ExecuteAsync(
            database.Database, "SET", [lockKey.Append("::replicated"), 1, "PX", 1_000]);
        Task<RedisResult> confirmed = server.ExecuteAsync("WAIT", replicas, (long)timeout.TotalMilliseconds);
        Task<RedisResult> after = server.ExecuteAsync("CLIENT", "ID");
        await Task.WhenAll(before, marker, confirmed, after).ConfigureAwait(false);
        return (long)await before.ConfigureAwait(false) == (long)await after.ConfigureAwait(false)
            ? (long)await confirmed.ConfigureAwait(false)
            : -1;
    }
}
