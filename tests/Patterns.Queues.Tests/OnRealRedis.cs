using Patterns.Queues.Tests.Cases;

namespace Patterns.Queues.Tests;

// One line per case class and server: a further server is a further file like this one.
public sealed class DeliveryOnRealRedis(RealRedis server) : DeliveryCases(server), IClassFixture<RealRedis>;
