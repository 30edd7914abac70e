using Patterns.RateLimiting.Tests.Cases;
using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class ModelsOnRealRedis(RealRedis server) : ModelCases(server), IClassFixture<RealRedis>;

public sealed class AdmissionOnRealRedis(RealRedis server) : AdmissionCases(server), IClassFixture<RealRedis>;

public sealed class AdministrationOnRealRedis(RealRedis server)
    : AdministrationCases(server), IClassFixture<RealRedis>;

public sealed class CombinedOnRealRedis(RealRedis server) : CombinedCases(server), IClassFixture<RealRedis>;

public sealed class ConcurrencyOnRealRedis(RealRedis server) : ConcurrencyCases(server), IClassFixture<RealRedis>;

public sealed class DepartureOnRealRedis(RealRedis server) : DepartureCases(server), IClassFixture<RealRedis>;

public sealed class LeaseOnRealRedis(RealRedis server) : LeaseCases(server), IClassFixture<RealRedis>;

public sealed class LeakyBucketOnRealRedis(RealRedis server) : LeakyBucketCases(server), IClassFixture<RealRedis>;

public sealed class LocalStateOnRealRedis(RealRedis server) : LocalStateCases(server), IClassFixture<RealRedis>;

public sealed class LocalRaceOnRealRedis(RealRedis server) : LocalRaceCases(server), IClassFixture<RealRedis>;

public sealed class ReconfigurationOnRealRedis(RealRedis server)
    : ReconfigurationCases(server), IClassFixture<RealRedis>;

public sealed class RenewalOnRealRedis(RealRedis server) : RenewalCases(server), IClassFixture<RealRedis>;

[Collection(nameof(Alone))]
public sealed class ScriptFlushOnRealRedis(RealRedis server) : ScriptFlushCases(server), IClassFixture<RealRedis>;

public sealed class TelemetryOnRealRedis(RealRedis server) : TelemetryCases(server), IClassFixture<RealRedis>;

[Collection(nameof(Alone))]
public sealed class AllocationOnRealRedis(RealRedis server) : AllocationCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class ConcurrencyFailureOnRealRedis() : ConcurrencyFailureCases(new InterruptibleRealRedis());

public sealed class ClockOnRealRedis(RealRedis server) : ClockCases(server), IClassFixture<RealRedis>;
