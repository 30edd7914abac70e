using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Strings;

public sealed class GetSetTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Values_come_back_as_they_were_set() => CompareAsync("""
        SET k v
        GET k
        GET missing
        GET
        SET k "\x00\xff\r\n"
        GET k
        SET n 123
        GET n
        INCR n
        INCR k
        """);
}
