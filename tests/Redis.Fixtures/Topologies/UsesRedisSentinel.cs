using Xunit;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// Classes marked <c>[Collection&lt;UsesRedisSentinel&gt;]</c> share one trio of sentinels with their primary and
/// replica, started when the first of them runs, and take turns on it; their constructors ask for a
/// <see cref="RedisSentinelTrio"/>.
/// </summary>
public sealed class UsesRedisSentinel : ICollectionFixture<RedisSentinelTrio>;
