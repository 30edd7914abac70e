using Patterns.Caching.Tests.Cases;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
[Collection(nameof(Alone))]
public sealed class AllocationOnEngine(EmbeddedEngine server) : AllocationCases(server), IClassFixture<EmbeddedEngine>;

public sealed class CacheAsideOnEngine(EmbeddedEngine server) : CacheAsideCases(server), IClassFixture<EmbeddedEngine>;

public sealed class EntriesOnEngine(EmbeddedEngine server) : EntryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class InvalidationOnEngine(EmbeddedEngine server)
    : InvalidationCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SharedReadOnEngine(EmbeddedEngine server)
    : SharedReadCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SingleFlightOnEngine(EmbeddedEngine server)
    : SingleFlightCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SourceFailureOnEngine(EmbeddedEngine server)
    : SourceFailureCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TelemetryOnEngine(EmbeddedEngine server) : TelemetryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class ExpiryOnEngine(EmbeddedEngine server) : ExpiryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LeaseOnEngine(EmbeddedEngine server) : LeaseCases(server), IClassFixture<EmbeddedEngine>;

public sealed class StaleSetOnEngine(EmbeddedEngine server) : StaleSetCases(server), IClassFixture<EmbeddedEngine>;

public sealed class StaleValueOnEngine(EmbeddedEngine server) : StaleValueCases(server), IClassFixture<EmbeddedEngine>;

public sealed class BulkOnEngine(EmbeddedEngine server) : BulkCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LocalLevelOnEngine(EmbeddedEngine server) : LocalLevelCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TagOnEngine(EmbeddedEngine server) : TagCases(server), IClassFixture<EmbeddedEngine>;

public sealed class AdapterOnEngine(EmbeddedEngine server) : AdapterCases(server), IClassFixture<EmbeddedEngine>;

public sealed class StrategyOnEngine(EmbeddedEngine server) : StrategyCases(server), IClassFixture<EmbeddedEngine>;

public sealed class GuardOnEngine(EmbeddedEngine server) : GuardCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TrackingOnEngine(ListeningEngine server) : TrackingCases(server), IClassFixture<ListeningEngine>;

public sealed class HotKeyOnEngine(EmbeddedEngine server) : HotKeyCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SessionOnEngine(EmbeddedEngine server) : SessionCases(server), IClassFixture<EmbeddedEngine>;

public sealed class HashSessionOnEngine(EmbeddedEngine server)
    : HashSessionCases(server), IClassFixture<EmbeddedEngine>;

public sealed class WriteBehindOnEngine(EmbeddedEngine server)
    : WriteBehindCases(server), IClassFixture<EmbeddedEngine>;

public sealed class WriteFailureOnEngine(EmbeddedEngine server)
    : WriteFailureCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SessionFailureOnEngine() : SessionFailureCases(new InterruptibleEngine());

public sealed class WriteOutageOnEngine() : WriteOutageCases(new InterruptibleEngine());

public sealed class LocalLevelOutageOnEngine() : LocalLevelOutageCases(new InterruptibleEngine());

public sealed class ServerErrorOnEngine() : ServerErrorCases(new InterruptibleEngine());
