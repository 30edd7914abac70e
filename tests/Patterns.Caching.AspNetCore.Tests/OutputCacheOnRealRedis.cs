namespace Patterns.Caching.AspNetCore.Tests;

public sealed class OutputCacheOnRealRedis(RealRedis server) : OutputCacheCases(server), IClassFixture<RealRedis>;
