using Patterns.Fixtures;
using Patterns.Leaderboards.Tests.Cases;

namespace Patterns.Leaderboards.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class SubmitOnEngine(EmbeddedEngine server) : SubmitCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ReadsOnEngine(EmbeddedEngine server) : ReadCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TelemetryOnEngine(EmbeddedEngine server) : TelemetryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());
