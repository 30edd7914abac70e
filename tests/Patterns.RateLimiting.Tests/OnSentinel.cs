using Patterns.RateLimiting.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.RateLimiting.Tests;

[Collection<UsesRedisSentinel>]
public sealed class AdmissionOnSentinel(SentinelRedis server) : AdmissionCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class ScriptFlushOnSentinel(SentinelRedis server)
    : ScriptFlushCases(server), IClassFixture<SentinelRedis>;
