using System.Net.Sockets;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Resilience;

public sealed class RedisFailuresTests
{
    public static TheoryData<Exception, RedisFailure> Failures => new()
    {
        { new RedisServerException("WRONGTYPE Operation against a key"), RedisFailure.WrongType },
        { new RedisServerException("OOM command not allowed"), RedisFailure.ServerError },
        { new TimeoutException(), RedisFailure.Timeout },
        { new RedisConnectionException(ConnectionFailureType.SocketFailure, "gone"), RedisFailure.Connection },
        { new IOException("The connection was reset by the peer."), RedisFailure.Connection },
        { new SocketException((int)SocketError.ConnectionReset), RedisFailure.Connection },
        { new ObjectDisposedException("connection"), RedisFailure.Connection },
        { new InvalidOperationException("a fault of ours"), RedisFailure.None },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_the_client_throws_is_sorted_and_what_it_does_not_is_no_failure(
        Exception exception, RedisFailure failure)
    {
        Assert.Equal(failure, RedisFailures.Classify(exception));
        Assert.Equal(
            failure is RedisFailure.Timeout or RedisFailure.Connection, RedisFailures.BreaksCircuit(exception));
    }
}
