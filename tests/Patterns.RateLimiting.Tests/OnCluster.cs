using Patterns.RateLimiting.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.RateLimiting.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them; a failing Redis needs a server of its own.
[Collection<UsesRedisCluster>]
public sealed class AdmissionOnCluster(ClusteredRedis server) : AdmissionCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class AdministrationOnCluster(ClusteredRedis server)
    : AdministrationCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class CombinedOnCluster(ClusteredRedis server) : CombinedCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ConcurrencyOnCluster(ClusteredRedis server)
    : ConcurrencyCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ScriptFlushOnCluster(ClusteredRedis server)
    : ScriptFlushCases(server), IClassFixture<ClusteredRedis>;
