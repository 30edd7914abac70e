using Patterns.RateLimiting.Tests.Cases;
using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class ModelsOnEngine(EmbeddedEngine server) : ModelCases(server), IClassFixture<EmbeddedEngine>;

public sealed class AdmissionOnEngine(EmbeddedEngine server) : AdmissionCases(server), IClassFixture<EmbeddedEngine>;

public sealed class AdministrationOnEngine(EmbeddedEngine server)
    : AdministrationCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ClockOnEngine(EmbeddedEngine server) : ClockCases(server), IClassFixture<EmbeddedEngine>;

public sealed class CombinedOnEngine(EmbeddedEngine server) : CombinedCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ConcurrencyOnEngine(EmbeddedEngine server)
    : ConcurrencyCases(server), IClassFixture<EmbeddedEngine>;

public sealed class DepartureOnEngine(EmbeddedEngine server) : DepartureCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LeaseOnEngine(EmbeddedEngine server) : LeaseCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LeakyBucketOnEngine(EmbeddedEngine server)
    : LeakyBucketCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LocalStateOnEngine(EmbeddedEngine server) : LocalStateCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LocalRaceOnEngine(EmbeddedEngine server) : LocalRaceCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ReconfigurationOnEngine(EmbeddedEngine server)
    : ReconfigurationCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RenewalOnEngine(EmbeddedEngine server) : RenewalCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ScriptFlushOnEngine(EmbeddedEngine server)
    : ScriptFlushCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TelemetryOnEngine(EmbeddedEngine server) : TelemetryCases(server), IClassFixture<EmbeddedEngine>;

[Collection(nameof(Alone))]
public sealed class AllocationOnEngine(EmbeddedEngine server) : AllocationCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class ConcurrencyFailureOnEngine() : ConcurrencyFailureCases(new InterruptibleEngine());
