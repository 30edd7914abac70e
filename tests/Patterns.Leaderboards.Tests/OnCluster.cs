using Patterns.Fixtures;
using Patterns.Leaderboards.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Leaderboards.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them.
[Collection<UsesRedisCluster>]
public sealed class SubmitOnCluster(ClusteredRedis server) : SubmitCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ReadsOnCluster(ClusteredRedis server) : ReadCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TelemetryOnCluster(ClusteredRedis server) : TelemetryCases(server), IClassFixture<ClusteredRedis>;
