using Patterns.Locking.Tests.Cases;
using StackExchange.Redis;

namespace Patterns.Locking.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class MutexOnEngine(EmbeddedEngine server) : MutexCases(server), IClassFixture<EmbeddedEngine>;

public sealed class WaitingOnEngine(EmbeddedEngine server) : WaitingCases(server), IClassFixture<EmbeddedEngine>;

public sealed class LeaseOnEngine(EmbeddedEngine server) : LeaseCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class SemaphoreOnEngine(EmbeddedEngine server) : SemaphoreCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ReadWriteOnEngine(EmbeddedEngine server) : ReadWriteCases(server), IClassFixture<EmbeddedEngine>;

public sealed class MultiLockOnEngine(EmbeddedEngine server) : MultiLockCases(server), IClassFixture<EmbeddedEngine>;

public sealed class RedlockOnEngines()
    : RedlockCases((clock, number) => new InterruptibleEngine { Clock = clock, Port = 7000 + number })
{
    protected override Task<ConnectionMultiplexer> ConnectByAnotherNameAsync(InterruptibleServer node)
        => ((InterruptibleEngine)node).ConnectAsync(port: 8000);
}

public sealed class FencingOnEngine(EmbeddedEngine server) : FencingCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ElectionOnEngine(EmbeddedEngine server) : ElectionCases(server), IClassFixture<EmbeddedEngine>;

public sealed class IdempotencyOnEngine(EmbeddedEngine server)
    : IdempotencyCases(server), IClassFixture<EmbeddedEngine>;
