namespace Patterns.Caching.AspNetCore.Tests;

public sealed class OutputCacheOnEngine(EmbeddedEngine server)
    : OutputCacheCases(server), IClassFixture<EmbeddedEngine>;
