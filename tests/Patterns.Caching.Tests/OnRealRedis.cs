using Patterns.Caching.Tests.Cases;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests;

// One line per case class and server: a further server is a further file like this one.
[Collection(nameof(Alone))]
public sealed class AllocationOnRealRedis(RealRedis server) : AllocationCases(server), IClassFixture<RealRedis>;

public sealed class CacheAsideOnRealRedis(RealRedis server) : CacheAsideCases(server), IClassFixture<RealRedis>;

public sealed class EntriesOnRealRedis(RealRedis server) : EntryCases(server), IClassFixture<RealRedis>;

public sealed class InvalidationOnRealRedis(RealRedis server) : InvalidationCases(server), IClassFixture<RealRedis>;

public sealed class SharedReadOnRealRedis(RealRedis server) : SharedReadCases(server), IClassFixture<RealRedis>;

public sealed class SingleFlightOnRealRedis(RealRedis server) : SingleFlightCases(server), IClassFixture<RealRedis>;

public sealed class SourceFailureOnRealRedis(RealRedis server) : SourceFailureCases(server), IClassFixture<RealRedis>;

public sealed class TelemetryOnRealRedis(RealRedis server) : TelemetryCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class ServerErrorOnRealRedis() : ServerErrorCases(new InterruptibleRealRedis());

public sealed class ExpiryOnRealRedis(RealRedis server) : ExpiryCases(server), IClassFixture<RealRedis>;

public sealed class LeaseOnRealRedis(RealRedis server) : LeaseCases(server), IClassFixture<RealRedis>;

public sealed class StaleSetOnRealRedis(RealRedis server) : StaleSetCases(server), IClassFixture<RealRedis>;

public sealed class StaleValueOnRealRedis(RealRedis server) : StaleValueCases(server), IClassFixture<RealRedis>;

public sealed class BulkOnRealRedis(RealRedis server) : BulkCases(server), IClassFixture<RealRedis>;

public sealed class LocalLevelOnRealRedis(RealRedis server) : LocalLevelCases(server), IClassFixture<RealRedis>;

public sealed class TagOnRealRedis(RealRedis server) : TagCases(server), IClassFixture<RealRedis>;

public sealed class AdapterOnRealRedis(RealRedis server) : AdapterCases(server), IClassFixture<RealRedis>;

public sealed class StrategyOnRealRedis(RealRedis server) : StrategyCases(server), IClassFixture<RealRedis>;

public sealed class GuardOnRealRedis(RealRedis server) : GuardCases(server), IClassFixture<RealRedis>;

public sealed class TrackingOnRealRedis(RealRedis server) : TrackingCases(server), IClassFixture<RealRedis>;

public sealed class HotKeyOnRealRedis(RealRedis server) : HotKeyCases(server), IClassFixture<RealRedis>;

public sealed class SessionOnRealRedis(RealRedis server) : SessionCases(server), IClassFixture<RealRedis>;

public sealed class HashSessionOnRealRedis(RealRedis server) : HashSessionCases(server), IClassFixture<RealRedis>;

public sealed class WriteBehindOnRealRedis(RealRedis server) : WriteBehindCases(server), IClassFixture<RealRedis>;

public sealed class WriteFailureOnRealRedis(RealRedis server) : WriteFailureCases(server), IClassFixture<RealRedis>;

public sealed class SessionFailureOnRealRedis() : SessionFailureCases(new InterruptibleRealRedis());

public sealed class WriteOutageOnRealRedis() : WriteOutageCases(new InterruptibleRealRedis());

public sealed class LocalLevelOutageOnRealRedis() : LocalLevelOutageCases(new InterruptibleRealRedis());
