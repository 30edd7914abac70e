using Patterns.Analytics.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Analytics.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them.
[Collection<UsesRedisCluster>]
public sealed class CountersOnCluster(ClusteredRedis server) : CounterCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class UniquesOnCluster(ClusteredRedis server) : UniqueCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ActiveUsersOnCluster(ClusteredRedis server)
    : ActiveUserCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TopKOnCluster(ClusteredRedis server) : TopKCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TimeSeriesOnCluster(ClusteredRedis server)
    : TimeSeriesCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class NearbyOnCluster(ClusteredRedis server) : NearbyCases(server), IClassFixture<ClusteredRedis>;
