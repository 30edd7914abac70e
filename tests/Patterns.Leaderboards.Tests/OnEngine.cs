using Patterns.Leaderboards.Tests.Cases;
using Patterns.Leaderboards.Tests.Sharding;

namespace Patterns.Leaderboards.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class SubmitOnEngine(EmbeddedEngine server) : SubmitCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ReadsOnEngine(EmbeddedEngine server) : ReadCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TiesOnEngine(EmbeddedEngine server) : TieCases(server), IClassFixture<EmbeddedEngine>;

public sealed class BatchesOnEngine(EmbeddedEngine server) : BatchCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TelemetryOnEngine(EmbeddedEngine server) : TelemetryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class ModelsOnEngine(EmbeddedEngine server) : ModelCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ConcurrencyOnEngine(EmbeddedEngine server)
    : ConcurrencyCases(server), IClassFixture<EmbeddedEngine>;

public sealed class EventsOnEngine(EmbeddedEngine server) : EventCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ShardedOnEngine(EmbeddedEngine server) : ShardedCases(server), IClassFixture<EmbeddedEngine>;

public sealed class MovingOnEngine(EmbeddedEngine server) : MovingCases(server), IClassFixture<EmbeddedEngine>;

public sealed class EventStreamsOnEngine(EmbeddedEngine server)
    : EventStreamCases(server), IClassFixture<EmbeddedEngine>;
