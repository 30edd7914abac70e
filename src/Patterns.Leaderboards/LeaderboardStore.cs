using System.Runtime.CompilerServices;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>The way of the package to Redis. What a failure of Redis means is decided here.</summary>
/// <param name="redis">The gate.</param>
internal sealed class LeaderboardStore(RedisGate redis)
{
    public IConnectionMultiplexer Multiplexer => redis.Multiplexer;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RedisResult> RunAsync(
        string board,
        RedisScript script,
        RedisKey[] keys,
        RedisValue[] arguments,
        CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(new ScriptCall(script, keys, arguments), cancellationToken)
            .ConfigureAwait(false);
        return Unwrap(reply, script.Name, board);
    }

    public async ValueTask<TReply> CallAsync<TArguments, TReply>(
        string board,
        string command,
        Func<IDatabase, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
    {
        RedisReply<TReply> reply = await redis
            .CallAsync(command, send, arguments, cancellationToken)
            .ConfigureAwait(false);
        return Unwrap(reply, command, board);
    }

    private static TReply Unwrap<TReply>(RedisReply<TReply> reply, string command, string board)
        => reply.Failure switch
        {
            RedisFailure.None => reply.Value!,
            RedisFailure.WrongType => throw new InvalidOperationException(
                $"A key of the board '{board}' holds something else than the board's data: delete it, or choose "
                + $"another {nameof(LeaderboardsOptions.KeyPrefix)}.",
                reply.Exception),
            _ => throw new LeaderboardUnavailableException(
                $"Redis failed ({reply.Failure}), so {command.Split('(')[0]} on the board '{board}' has no result: "
                + "try again later; "
                + $"if {nameof(LeaderboardUnavailableException.IsOutcomeUnknown)} is true it may have been run.",
                reply.Failure,
                reply.Exception),
        };
}
