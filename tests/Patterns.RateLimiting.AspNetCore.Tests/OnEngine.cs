namespace Patterns.RateLimiting.AspNetCore.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine.
public sealed class MiddlewareOnEngine(EmbeddedEngine server) : MiddlewareCases(server), IClassFixture<EmbeddedEngine>;

public sealed class FrameworkMiddlewareOnEngine(EmbeddedEngine server)
    : FrameworkMiddlewareCases(server), IClassFixture<EmbeddedEngine>;

public sealed class UnavailableOnEngine() : UnavailableCases(new InterruptibleEngine());
