using Xunit;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// Classes marked <c>[Collection&lt;UsesIndependentRedisNodes&gt;]</c> share five servers, started when the first of
/// them runs, and take turns on them; their constructors ask for <see cref="IndependentRedisNodes"/>.
/// </summary>
public sealed class UsesIndependentRedisNodes : ICollectionFixture<IndependentRedisNodes>;
