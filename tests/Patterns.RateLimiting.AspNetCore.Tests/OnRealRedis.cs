namespace Patterns.RateLimiting.AspNetCore.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class MiddlewareOnRealRedis(RealRedis server) : MiddlewareCases(server), IClassFixture<RealRedis>;

public sealed class FrameworkMiddlewareOnRealRedis(RealRedis server)
    : FrameworkMiddlewareCases(server), IClassFixture<RealRedis>;

public sealed class UnavailableOnRealRedis() : UnavailableCases(new InterruptibleRealRedis());
