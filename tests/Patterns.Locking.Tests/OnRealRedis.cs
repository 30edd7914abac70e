using System.Net;
using Patterns.Locking.Tests.Cases;
using Patterns.Locking.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Locking.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class MutexOnRealRedis(RealRedis server) : MutexCases(server), IClassFixture<RealRedis>;

public sealed class WaitingOnRealRedis(RealRedis server) : WaitingCases(server), IClassFixture<RealRedis>;

public sealed class LeaseOnRealRedis(RealRedis server) : LeaseCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class SemaphoreOnRealRedis(RealRedis server) : SemaphoreCases(server), IClassFixture<RealRedis>;

public sealed class ReadWriteOnRealRedis(RealRedis server) : ReadWriteCases(server), IClassFixture<RealRedis>;

public sealed class MultiLockOnRealRedis(RealRedis server) : MultiLockCases(server), IClassFixture<RealRedis>;

public sealed class RedlockOnRealRedis() : RedlockCases((clock, _) => new InterruptibleRealRedis { Clock = clock })
{
    protected override async Task<ConnectionMultiplexer> ConnectByAnotherNameAsync(InterruptibleServer node)
    {
        var address = (IPEndPoint)(await node.ConnectAsync()).GetEndPoints()[0];
        return await ConnectionMultiplexer.ConnectAsync($"localhost:{address.Port}");
    }
}

public sealed class FencingOnRealRedis(RealRedis server) : FencingCases(server), IClassFixture<RealRedis>;

public sealed class ElectionOnRealRedis(RealRedis server) : ElectionCases(server), IClassFixture<RealRedis>;

public sealed class IdempotencyOnRealRedis(RealRedis server)
    : IdempotencyCases(server), IClassFixture<RealRedis>;

[Collection(nameof(Alone))]
public sealed class AllocationOnRealRedis(RealRedis server) : AllocationCases(server), IClassFixture<RealRedis>;
