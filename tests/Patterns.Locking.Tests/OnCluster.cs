using Patterns.Locking.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Locking.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them; a failing Redis needs a server of its own.
[Collection<UsesRedisCluster>]
public sealed class MutexOnCluster(ClusteredRedis server) : MutexCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class WaitingOnCluster(ClusteredRedis server) : WaitingCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class LeaseOnCluster(ClusteredRedis server) : LeaseCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class SemaphoreOnCluster(ClusteredRedis server) : SemaphoreCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ReadWriteOnCluster(ClusteredRedis server) : ReadWriteCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class MultiLockOnCluster(ClusteredRedis server) : MultiLockCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class FencingOnCluster(ClusteredRedis server) : FencingCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ElectionOnCluster(ClusteredRedis server) : ElectionCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class IdempotencyOnCluster(ClusteredRedis server)
    : IdempotencyCases(server), IClassFixture<ClusteredRedis>;
