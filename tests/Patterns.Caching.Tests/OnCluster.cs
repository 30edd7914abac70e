using Patterns.Caching.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Caching.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them; a failing Redis needs a server of its own.
[Collection<UsesRedisCluster>]
public sealed class CacheAsideOnCluster(ClusteredRedis server) : CacheAsideCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class EntriesOnCluster(ClusteredRedis server) : EntryCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class InvalidationOnCluster(ClusteredRedis server)
    : InvalidationCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class SharedReadOnCluster(ClusteredRedis server)
    : SharedReadCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class SingleFlightOnCluster(ClusteredRedis server)
    : SingleFlightCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class SourceFailureOnCluster(ClusteredRedis server)
    : SourceFailureCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TelemetryOnCluster(ClusteredRedis server) : TelemetryCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class ExpiryOnCluster(ClusteredRedis server) : ExpiryCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class LeaseOnCluster(ClusteredRedis server) : LeaseCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class StaleSetOnCluster(ClusteredRedis server) : StaleSetCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class StaleValueOnCluster(ClusteredRedis server) : StaleValueCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class BulkOnCluster(ClusteredRedis server) : BulkCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class LocalLevelOnCluster(ClusteredRedis server) : LocalLevelCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TagOnCluster(ClusteredRedis server) : TagCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class AdapterOnCluster(ClusteredRedis server) : AdapterCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class StrategyOnCluster(ClusteredRedis server) : StrategyCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class GuardOnCluster(ClusteredRedis server) : GuardCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TrackingOnCluster(ClusteredRedis server) : TrackingCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class HotKeyOnCluster(ClusteredRedis server) : HotKeyCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class SessionOnCluster(ClusteredRedis server) : SessionCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class HashSessionOnCluster(ClusteredRedis server)
    : HashSessionCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class WriteBehindOnCluster(ClusteredRedis server)
    : WriteBehindCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class WriteFailureOnCluster(ClusteredRedis server)
    : WriteFailureCases(server), IClassFixture<ClusteredRedis>;
