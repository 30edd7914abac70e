using Patterns.Leaderboards.Tests.Cases;
using Patterns.Leaderboards.Tests.Sharding;
using Patterns.Leaderboards.Tests.Support;
using Patterns.Leaderboards.Tests.Trending;

namespace Patterns.Leaderboards.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class SubmitOnRealRedis(RealRedis server) : SubmitCases(server), IClassFixture<RealRedis>;

public sealed class ReadsOnRealRedis(RealRedis server) : ReadCases(server), IClassFixture<RealRedis>;

public sealed class TiesOnRealRedis(RealRedis server) : TieCases(server), IClassFixture<RealRedis>;

public sealed class BatchesOnRealRedis(RealRedis server) : BatchCases(server), IClassFixture<RealRedis>;

public sealed class TelemetryOnRealRedis(RealRedis server) : TelemetryCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class ModelsOnRealRedis(RealRedis server) : ModelCases(server), IClassFixture<RealRedis>;

public sealed class ConcurrencyOnRealRedis(RealRedis server) : ConcurrencyCases(server), IClassFixture<RealRedis>;

public sealed class EventsOnRealRedis(RealRedis server) : EventCases(server), IClassFixture<RealRedis>;

public sealed class EventStreamsOnRealRedis(RealRedis server) : EventStreamCases(server), IClassFixture<RealRedis>;

public sealed class ShardedOnRealRedis(RealRedis server) : ShardedCases(server), IClassFixture<RealRedis>;

public sealed class MovingOnRealRedis(RealRedis server) : MovingCases(server), IClassFixture<RealRedis>;

public sealed class TrendingOnRealRedis(RealRedis server) : TrendingCases(server), IClassFixture<RealRedis>;

[Collection(nameof(Alone))]
public sealed class AllocationOnRealRedis(RealRedis server) : AllocationCases(server), IClassFixture<RealRedis>;
