using Patterns.Locking.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Locking.Tests;

[Collection<UsesRedisSentinel>]
public sealed class MutexOnSentinel(SentinelRedis server) : MutexCases(server), IClassFixture<SentinelRedis>;
