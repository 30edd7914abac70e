using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Connection;

/// <summary>
/// With a password. The scripts say HELLO themselves, since they begin as a client that must not say it yet.
/// </summary>
public sealed class AuthenticationTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Locked = """
        CONFIG SET requirepass "s\xc3\xa9same"

        """;

    private const string Unlocked = """

        CONFIG SET requirepass ""
        """;

    [Fact]
    public Task Nothing_but_the_handshake_is_answered_before_authentication() => CompareLockedAsync("""
        @2 PING
        @2 GET k
        @2 GET
        @2 FOO
        @2 CLIENT ID
        @2 CLIENT
        @2 CLIENT FOO
        @2 SUBSCRIBE c
        @2 MULTI
        @2 EXEC
        @2 WATCH k
        @2 CLIENT REPLY OFF
        @2 RESET
        @2 HELLO
        @2 HELLO 3
        @2 HELLO 3 SETNAME me
        @2 HELLO 9
        @2 AUTH
        @2 AUTH "s\xc3\xa9same"
        @2 CLIENT GETNAME
        @2 PING
        @3 QUIT
        GET k
        """);

    [Fact]
    public Task The_password_lets_in_and_any_other_does_not() => CompareLockedAsync("""
        @2 AUTH x
        @2 AUTH ""
        @2 AUTH "s\xc3\xa9samee"
        @2 AUTH "s\xc3\xa9same"
        @2 GET k
        @2 AUTH wrong
        @2 GET k
        @2 RESET
        @2 GET k
        @3 AUTH default x
        @3 AUTH nobody "s\xc3\xa9same"
        @3 AUTH default "s\xc3\xa9same"
        @3 GET k
        @4 HELLO 3 AUTH default x
        @4 HELLO 3 AUTH nobody "s\xc3\xa9same"
        @4 HELLO 3 SETNAME me AUTH default "s\xc3\xa9same"
        @4 CLIENT INFO
        @5 HELLO 2 AUTH default x AUTH default "s\xc3\xa9same"
        @5 GET k
        @6 HELLO 2 AUTH default "s\xc3\xa9same" FOO
        @6 GET k
        """);

    [Fact]
    public Task A_password_taken_away_lets_in_those_who_waited_for_it() => CompareLockedAsync("""
        @2 GET k
        CONFIG SET requirepass ""
        @2 GET k
        @2 DEL 1 2 3 4 5 6 7 8 9 10 11
        @2 HELLO
        @2 AUTH default any
        @2 HELLO
        """);

    [Fact]
    public Task Large_requests_end_the_connection_before_authentication() => CompareLockedAsync("""
        @2 >2 !raw "*11\r\n"
        @3 >2 !raw "*1\r\n$16385\r\n"
        """);

    [Fact]
    public Task Passwords_are_kept_out_of_the_slow_log() => CompareLockedAsync("""
        CONFIG SET slowlog-log-slower-than 0
        @2 AUTH x
        @2 AUTH default y
        @2 AUTH a b c
        @2 HELLO 3 AUTH default z SETNAME me
        @2 HELLO 3 SETNAME me AUTH default "s\xc3\xa9same"
        CONFIG SET slowlog-log-slower-than 10000
        SLOWLOG GET
        SLOWLOG RESET
        """);

    private Task CompareLockedAsync(string script)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        return comparison.RunAsync(Locked + script + Unlocked, protocol: 2, Cancellation);
    }
}
