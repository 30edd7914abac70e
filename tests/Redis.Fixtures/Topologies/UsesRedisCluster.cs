using Xunit;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// Classes marked <c>[Collection&lt;UsesRedisCluster&gt;]</c> share one cluster, started when the first of them runs,
/// and take turns on it; their constructors ask for a <see cref="RedisCluster"/>.
/// </summary>
public sealed class UsesRedisCluster : ICollectionFixture<RedisCluster>;
