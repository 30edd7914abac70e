using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Opens connections for commands that block.</summary>
internal static class BlockingConnection
{
    /// <summary>Longer than any command blocks, so that the client does not give up before Redis does.</summary>
    private const int PatienceMilliseconds = 30_000;

    /// <param name="open">How the program wants it; null means with the configuration of its own connection.</param>
    /// <param name="connection">The program's connection.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<IConnectionMultiplexer> OpenAsync(
        Func<CancellationToken, Task<IConnectionMultiplexer>>? open,
        IConnectionMultiplexer connection,
        CancellationToken cancellationToken)
    {
        if (open is not null)
        {
            return await open(cancellationToken).ConfigureAwait(false);
        }

        var configuration = ConfigurationOptions.Parse(connection.Configuration);
        configuration.AbortOnConnectFail = false;
        configuration.AsyncTimeout = PatienceMilliseconds;

        // It asks for its id, by which another connection ends its blocking.
        configuration.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }

    /// <summary>Asks what keys are called in Redis, which a connection that blocks has to say itself: the program's
    /// database may put a prefix before them (<c>WithKeyPrefix</c>).</summary>
    /// <exception cref="RedisException">Redis failed.</exception>
    public static async Task<RedisKey[]> NamesOfAsync(
        RedisGate gate, RedisKey[] keys, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await gate
            .EvaluateAsync(new ScriptCall(QueueScripts.Names, keys, []), cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? (RedisKey[])reply.Value!
            : throw new RedisException($"Redis did not tell the names of keys ({reply.Failure}).", reply.Exception);
    }
}
