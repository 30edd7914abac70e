namespace Patterns.Caching.AspNetCore.Tests;

public sealed class TicketsOnEngine(EmbeddedEngine server) : TicketCases(server), IClassFixture<EmbeddedEngine>;
