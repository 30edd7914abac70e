using Patterns.Queues.Tests.Cases;

namespace Patterns.Queues.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class ChannelsOnRealRedis(RealRedis server) : ChannelCases(server), IClassFixture<RealRedis>;

public sealed class DeadLettersOnRealRedis(RealRedis server) : DeadLetterCases(server), IClassFixture<RealRedis>;

public sealed class DeliveryOnRealRedis(RealRedis server) : DeliveryCases(server), IClassFixture<RealRedis>;

public sealed class EnqueueOnRealRedis(RealRedis server) : EnqueueCases(server), IClassFixture<RealRedis>;

public sealed class GroupsOnRealRedis(RealRedis server) : GroupCases(server), IClassFixture<RealRedis>;

public sealed class InboxOnRealRedis(RealRedis server) : InboxCases(server), IClassFixture<RealRedis>;

public sealed class ListsOnRealRedis(RealRedis server) : ListCases(server), IClassFixture<RealRedis>;

public sealed class ProcessingOnRealRedis(RealRedis server) : ProcessingCases(server), IClassFixture<RealRedis>;

public sealed class SchedulesOnRealRedis(RealRedis server) : ScheduleCases(server), IClassFixture<RealRedis>;

public sealed class TopicsOnRealRedis(RealRedis server) : TopicCases(server), IClassFixture<RealRedis>;

public sealed class TelemetryOnRealRedis(RealRedis server) : TelemetryCases(server), IClassFixture<RealRedis>;

public sealed class RedisFailureOnRealRedis() : RedisFailureCases(new InterruptibleRealRedis());

public sealed class WakeUpOnRealRedis(RealRedis server) : WakeUpCases(server), IClassFixture<RealRedis>;
