using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>Making, describing and removing users, and logging in as one.</summary>
public sealed class AclUserTests(ReferenceRedis reference) : AclTests(reference)
{
    [Fact]
    public Task A_new_user_is_off_and_may_do_nothing() => CompareUsersAsync("""
        ACL GETUSER alice
        ACL SETUSER alice
        ACL GETUSER alice
        ACL SETUSER bob on nopass
        ACL SETUSER carol on >secret ~* &* +@all
        ACL LIST
        ACL USERS
        ACL GETUSER bob
        ACL GETUSER carol
        ACL GETUSER default
        ACL GETUSER nobody
        ACL WHOAMI
        """);

    [Fact]
    public Task Subcommands_check_their_arguments() => CompareUsersAsync("""
        SETRANGE long 140 x
        $long= GET long
        ACL
        ACL nope
        ACL CAT a b
        ACL CAT nope
        ACL CAT ""
        ACL CAT "read\x00x"
        ACL CAT $long
        ACL DELUSER
        ACL DRYRUN
        ACL DRYRUN a
        ACL DRYRUN a b
        ACL GENPASS a b
        ACL GENPASS x
        ACL GENPASS 0
        ACL GENPASS -1
        ACL GENPASS 4097
        ACL GENPASS 99999999999999999999
        ACL GETUSER
        ACL GETUSER a b
        ACL HELP
        ACL HELP x
        ACL LIST x
        ACL LOAD
        ACL LOAD x
        ACL LOG a b
        ACL LOG x
        ACL LOG 99999999999999999999
        ACL SAVE
        ACL SAVE x
        ACL SETUSER
        ACL USERS x
        ACL WHOAMI x
        """);

    [Theory]
    [InlineData("")]
    [InlineData("keyspace")]
    [InlineData("READ")]
    [InlineData("write")]
    [InlineData("set")]
    [InlineData("sortedset")]
    [InlineData("list")]
    [InlineData("hash")]
    [InlineData("string")]
    [InlineData("bitmap")]
    [InlineData("hyperloglog")]
    [InlineData("geo")]
    [InlineData("stream")]
    [InlineData("pubsub")]
    [InlineData("admin")]
    [InlineData("fast")]
    [InlineData("slow")]
    [InlineData("blocking")]
    [InlineData("dangerous")]
    [InlineData("connection")]
    [InlineData("transaction")]
    [InlineData("scripting")]
    public Task Categories_have_all_the_commands_of_redis(string category) => CompareAsync($"ACL CAT {category}");

    [Fact]
    public async Task Generated_passwords_have_as_many_digits_as_redis_gives_them()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        Assert.Equal(64, (await engine.CallAsync("ACL", "GENPASS")).Text.Length);
        foreach (string bits in (string[])["1", "4", "5", "8", "255", "4096"])
        {
            string password = (await engine.CallAsync("ACL", "GENPASS", bits)).Text;
            Assert.Equal((await redis.CallAsync("ACL", "GENPASS", bits)).Text.Length, password.Length);
            Assert.All(password, digit => Assert.Contains(digit, "0123456789abcdef"));
        }

        Assert.NotEqual(
            (await engine.CallAsync("ACL", "GENPASS")).Text, (await engine.CallAsync("ACL", "GENPASS")).Text);
    }

    [Fact]
    public Task Clients_log_in_as_a_user() => CompareUsersAsync("""
        ACL SETUSER alice on >secret ~* &* +@all
        ACL SETUSER bob off >secret ~* &* +@all
        ACL SETUSER carol on nopass +@connection +acl
        @2 AUTH alice wrong
        @2 ACL WHOAMI
        @2 AUTH alice secret
        @2 ACL WHOAMI
        @2 CLIENT INFO
        @2 AUTH bob secret
        @2 AUTH nobody secret
        @2 AUTH alice ""
        @2 AUTH "alice\x00" secret
        @2 AUTH secret
        @2 ACL WHOAMI
        @3 HELLO 3 AUTH alice wrong
        @3 HELLO 3 AUTH alice secret SETNAME me
        @3 ACL WHOAMI
        @3 CLIENT INFO
        @4 HELLO 2 AUTH carol anything
        @4 ACL WHOAMI
        @4 RESET
        @4 ACL WHOAMI
        CLIENT LIST
        ACL SETUSER alice off
        @2 GET k
        @2 AUTH alice secret
        ACL SETUSER alice on resetpass
        @2 AUTH alice secret
        ACL SETUSER alice nopass
        @2 AUTH alice whatever
        """);

    [Fact]
    public Task The_default_user_decides_whether_clients_must_log_in() => CompareUsersAsync("""
        @9 PING
        ACL SETUSER alice on >secret ~* &* +@all
        ACL SETUSER default >other
        @2 PING
        @2 AUTH other
        @2 PING
        @3 AUTH alice secret
        @3 PING
        @3 RESET
        @3 PING
        @9 PING
        ACL SETUSER default off nopass
        @4 PING
        @4 AUTH other
        @4 AUTH default other
        @4 AUTH alice secret
        @4 PING
        @9 PING
        ACL SETUSER default on
        @5 PING
        @5 ACL WHOAMI
        CONFIG SET requirepass third
        CONFIG GET requirepass
        ACL GETUSER default
        @6 PING
        @6 AUTH third
        @6 PING
        CONFIG SET requirepass third
        ACL SETUSER default nopass
        CONFIG SET requirepass third
        ACL GETUSER default
        @7 PING
        CONFIG SET requirepass ""
        ACL GETUSER default
        @8 PING
        """, 2);

    [Fact]
    public Task Removing_a_user_closes_its_clients() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~* &* +@all
        ACL SETUSER bob on nopass ~* &* +@all
        @2 AUTH alice x
        @3 AUTH alice x
        @3 >2 SUBSCRIBE c d
        @4 AUTH bob x
        @5 AUTH alice x
        @5 >0 BLPOP nothing 0
        !blocked 1
        ACL DELUSER default
        ACL DELUSER alice default
        ACL DELUSER nobody
        @2 ACL WHOAMI
        ACL DELUSER alice nobody alice
        @2 ACL WHOAMI
        @3 PING
        @5 !read
        @4 ACL WHOAMI
        ACL USERS
        """);

    [Fact]
    public Task A_client_that_removes_its_own_user_is_answered_and_closed() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~* &* +@all
        @2 AUTH alice x
        @2 ACL DELUSER alice
        @2 PING
        ACL SETUSER alice on nopass ~* &* +@all
        @3 AUTH alice x
        @3 MULTI
        @3 SET k v
        @3 ACL DELUSER alice
        @3 GET k
        @3 EXEC
        @3 PING
        GET k
        """);

    [Fact]
    public Task Clients_are_closed_by_the_name_of_their_user() => CompareUsersAsync("""
        ACL SETUSER alice on nopass ~* &* +@all
        @2 AUTH alice x
        @3 AUTH alice x
        @4 PING
        CLIENT KILL USER nobody
        CLIENT KILL USER alice
        @2 PING
        @3 PING
        @4 PING
        CLIENT KILL USER alice
        """);

    [Fact]
    public Task Arguments_of_setuser_are_kept_out_of_the_slow_log() => CompareUsersAsync("""
        CONFIG SET slowlog-log-slower-than 0
        ACL SETUSER alice on >secret
        ACL SETUSER alice nope
        CONFIG SET slowlog-log-slower-than 10000
        SLOWLOG GET
        SLOWLOG RESET
        """);
}
