using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Documentation;

public sealed class CommandCommandTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Names_are_found_in_any_letter_case_and_with_their_container() => CompareAsync("""
        COMMAND INFO GET nosuch config|get CONFIG|GET config|nosuch nosuch|get config|get|x ""
        COMMAND DOCS nosuch
        COMMAND INFO "ge\x00t"
        """);

    [Fact]
    public Task Keys_of_a_command_are_found() => CompareAsync("""
        COMMAND GETKEYS GET k
        COMMAND GETKEYS mset a 1 b 2
        COMMAND GETKEYS mset a 1 b
        COMMAND GETKEYS mget a b c
        COMMAND GETKEYS lcs a b LEN
        COMMAND GETKEYS copy a b REPLACE
        COMMAND GETKEYS object encoding k
        COMMAND GETKEYS object nosuch k
        COMMAND GETKEYS object encoding
        COMMAND GETKEYS get a b
        COMMAND GETKEYS nosuch a
        COMMAND GETKEYS config get a
        COMMAND GETKEYS dbsize a
        COMMAND GETKEYS get
        COMMAND GETKEYS
        """);

    [Fact]
    public Task What_a_command_does_with_its_keys_is_told() => CompareAsync("""
        COMMAND GETKEYSANDFLAGS set a b
        COMMAND GETKEYSANDFLAGS set a b EX 10 get
        COMMAND GETKEYSANDFLAGS copy a b
        COMMAND GETKEYSANDFLAGS mset a 1 b 2
        COMMAND GETKEYSANDFLAGS lcs a b
        COMMAND GETKEYSANDFLAGS getex a
        COMMAND GETKEYSANDFLAGS rename a b
        COMMAND GETKEYSANDFLAGS bitfield a
        COMMAND GETKEYSANDFLAGS bitfield a get u8 0 overflow sat
        COMMAND GETKEYSANDFLAGS bitfield a get u8 0 set u8 0 1
        COMMAND GETKEYSANDFLAGS bitfield a nope
        COMMAND GETKEYSANDFLAGS bitop and a b c
        COMMAND GETKEYSANDFLAGS ping a
        COMMAND GETKEYSANDFLAGS get a b
        COMMAND GETKEYSANDFLAGS nosuch b
        """);

    [Fact]
    public Task Bad_requests_are_refused() => CompareAsync("""
        COMMAND COUNT x
        COMMAND LIST x
        COMMAND LIST FILTERBY
        COMMAND LIST FILTERBY PATTERN
        COMMAND LIST FILTERBY NOPE x
        COMMAND LIST FILTERBY PATTERN a b
        COMMAND LIST FILTERBY MODULE x
        COMMAND LIST FILTERBY ACLCAT @string
        COMMAND NOPE
        COMMAND HELP x
        COMMAND HELP
        """);
}
