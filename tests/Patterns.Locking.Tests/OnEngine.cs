using Patterns.Locking.Tests.Cases;

namespace Patterns.Locking.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class MutexOnEngine(EmbeddedEngine server) : MutexCases(server), IClassFixture<EmbeddedEngine>;

public sealed class WaitingOnEngine(EmbeddedEngine server) : WaitingCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LeaseOnEngine(EmbeddedEngine server) : LeaseCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class SemaphoreOnEngine(EmbeddedEngine server) : SemaphoreCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ReadWriteOnEngine(EmbeddedEngine server) : ReadWriteCases(server), IClassFixture<EmbeddedEngine>;

public sealed class MultiLockOnEngine(EmbeddedEngine server) : MultiLockCases(server), IClassFixture<EmbeddedEngine>;
