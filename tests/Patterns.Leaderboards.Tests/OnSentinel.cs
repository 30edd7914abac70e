using Patterns.Leaderboards.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Leaderboards.Tests;

// The same cases as OnRealRedis.cs, on a primary that is found through sentinels.
[Collection<UsesRedisSentinel>]
public sealed class SubmitOnSentinel(SentinelRedis server) : SubmitCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class ReadsOnSentinel(SentinelRedis server) : ReadCases(server), IClassFixture<SentinelRedis>;

[Collection<UsesRedisSentinel>]
public sealed class TelemetryOnSentinel(SentinelRedis server) : TelemetryCases(server), IClassFixture<SentinelRedis>;
