using Patterns.Queues.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Queues.Tests;

[Collection<UsesRedisSentinel>]
public sealed class GroupsOnSentinel(SentinelRedis server) : GroupCases(server), IClassFixture<SentinelRedis>;
