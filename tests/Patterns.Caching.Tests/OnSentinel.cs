using Patterns.Caching.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Caching.Tests;

// The same cases as OnCluster.cs, on a primary that is found through sentinels.
[Collection<UsesRedisSentinel>]
public sealed class CacheAsideOnSentinel(SentinelRedis server) : CacheAsideCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class EntriesOnSentinel(SentinelRedis server) : EntryCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class InvalidationOnSentinel(SentinelRedis server)
    : InvalidationCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class SingleFlightOnSentinel(SentinelRedis server)
    : SingleFlightCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class SourceFailureOnSentinel(SentinelRedis server)
    : SourceFailureCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class TelemetryOnSentinel(SentinelRedis server) : TelemetryCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class LeaseOnSentinel(SentinelRedis server) : LeaseCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class LocalLevelOnSentinel(SentinelRedis server) : LocalLevelCases(server), IClassFixture<SentinelRedis>;
