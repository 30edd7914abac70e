namespace Patterns.Caching.AspNetCore.Tests;

public sealed class TicketsOnRealRedis(RealRedis server) : TicketCases(server), IClassFixture<RealRedis>;
