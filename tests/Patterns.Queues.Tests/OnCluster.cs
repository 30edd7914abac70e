using Patterns.Queues.Tests.Cases;
using Redis.Fixtures.Topologies;

namespace Patterns.Queues.Tests;

// The same cases as OnRealRedis.cs, on one cluster for all of them.
[Collection<UsesRedisCluster>]
public sealed class EnqueueOnCluster(ClusteredRedis server) : EnqueueCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class GroupsOnCluster(ClusteredRedis server) : GroupCases(server), IClassFixture<ClusteredRedis>;

[Collection<UsesRedisCluster>]
public sealed class TopicsOnCluster(ClusteredRedis server) : TopicCases(server), IClassFixture<ClusteredRedis>;
