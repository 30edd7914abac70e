using Patterns.Analytics.Tests.Cases;

namespace Patterns.Analytics.Tests;

// One line per case class and server; on the embedded engine each class has further tests, as its clock can be moved.
public sealed class CountersOnRealRedis(RealRedis server) : CounterCases(server), IClassFixture<RealRedis>;

public sealed class UniquesOnRealRedis(RealRedis server) : UniqueCases(server), IClassFixture<RealRedis>;

public sealed class ActiveUsersOnRealRedis(RealRedis server) : ActiveUserCases(server), IClassFixture<RealRedis>;

public sealed class TopKOnRealRedis(RealRedis server) : TopKCases(server), IClassFixture<RealRedis>;

public sealed class TimeSeriesOnRealRedis(RealRedis server) : TimeSeriesCases(server), IClassFixture<RealRedis>;

public sealed class NearbyOnRealRedis(RealRedis server) : NearbyCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());
