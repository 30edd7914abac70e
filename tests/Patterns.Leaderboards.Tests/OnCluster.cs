using Patterns.Leaderboards.Tests.Cases;
using Patterns.Leaderboards.Tests.Sharding;
using Patterns.Leaderboards.Tests.Trending;
using Redis.Fixtures.Topologies;

namespace Patterns.Leaderboards.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them.
[Collection<UsesRedisCluster>]
public sealed class SubmitOnCluster(ClusteredRedis server) : SubmitCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ReadsOnCluster(ClusteredRedis server) : ReadCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TelemetryOnCluster(ClusteredRedis server) : TelemetryCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TiesOnCluster(ClusteredRedis server) : TieCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class BatchesOnCluster(ClusteredRedis server) : BatchCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ModelsOnCluster(ClusteredRedis server) : ModelCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ConcurrencyOnCluster(ClusteredRedis server)
    : ConcurrencyCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class EventStreamsOnCluster(ClusteredRedis server)
    : EventStreamCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ShardedOnCluster(ClusteredRedis server) : ShardedCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class MovingOnCluster(ClusteredRedis server) : MovingCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TrendingOnCluster(ClusteredRedis server) : TrendingCases(server), IClassFixture<ClusteredRedis>;
