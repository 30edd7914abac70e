using System.Net.Sockets;
using Polly;
using Polly.Timeout;
using StackExchange.Redis;

namespace Patterns.Core.Resilience;

/// <summary>Sorts the exceptions of the client.</summary>
internal static class RedisFailures
{
    /// <summary>Sorts an exception; <see cref="RedisFailure.None"/> means that Redis did not fail.</summary>
    public static RedisFailure Classify(Exception exception) => exception switch
    {
        RedisServerException when exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal)
            => RedisFailure.WrongType,
        TimeoutException or TimeoutRejectedException => RedisFailure.Timeout,
        RedisConnectionException or ObjectDisposedException or OperationCanceledException => RedisFailure.Connection,

        // A connection that breaks while a command is written: the client hands on what the socket said.
        IOException or SocketException => RedisFailure.Connection,
        RedisException or RedisCommandException => RedisFailure.ServerError,
        ExecutionRejectedException => RedisFailure.Rejected,
        _ => RedisFailure.None,
    };

    /// <summary>Whether a failure says that Redis cannot be reached in time. An error reply comes quickly, and says
    /// nothing about other commands: a full Redis refuses SET and still answers GET.</summary>
    public static bool BreaksCircuit(Exception? exception)
        => exception is not null && Classify(exception) is RedisFailure.Timeout or RedisFailure.Connection;
}
