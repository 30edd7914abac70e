using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Differential;

/// <summary>Two real servers that are alike: the comparison must find nothing, whatever the script does.</summary>
public sealed class ServerComparisonTests(ReferenceRedis first, ServerComparisonTests.SecondRedis second)
    : IClassFixture<ReferenceRedis>, IClassFixture<ServerComparisonTests.SecondRedis>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServerComparison Comparison => new(first.Target, second.Reference.Target);

    [Fact]
    public Task Values_errors_and_nulls_are_equal() => Comparison.RunAsync("""
        # a comment
        SET k "v\x00\xff" PX 100000
        GET k
        PTTL k
        GET nothing
        LPUSH k x
        NOSUCH command
        HSET h a 1 b 2 c 3
        HGETALL h
        SADD s a b c d e f
        SMEMBERS s
        KEYS *
        SCAN 0 COUNT 100
        XADD x * a b
        TIME
        CONFIG RESETSTAT
        INFO
        CLIENT INFO
        COMMAND DOCS
        """, Cancellation);

    [Fact]
    public Task Transaction_is_normalised_command_by_command() => Comparison.RunAsync("""
        SADD s a b c d e f g h i j k l m n o p
        CONFIG SET set-max-intset-entries 1
        MULTI
        SMEMBERS s
        TIME
        CLIENT ID
        EXEC
        MULTI
        NOSUCH
        EXEC
        """, Cancellation);

    [Fact]
    public Task Several_connections_publish_and_subscribe() => Comparison.RunAsync("""
        @2 >3 SUBSCRIBE a b c
        @3 PSUBSCRIBE a*
        PUBLISH a hello
        @2 !read
        @3 !read
        @2 >3 UNSUBSCRIBE a b c
        @3 PUNSUBSCRIBE
        """, Cancellation);

    [Fact]
    public Task Commands_without_replies_are_followed_by_ones_with() => Comparison.RunAsync("""
        >0 CLIENT REPLY OFF
        >0 SET k 1
        CLIENT REPLY ON
        GET k
        >0 CLIENT REPLY SKIP
        >0 INCR k
        GET k
        >0 CLIENT REPLY SKIP
        """, Cancellation);

    [Fact]
    public Task Blocked_client_is_waited_for_and_served() => Comparison.RunAsync("""
        @2 >0 BLPOP q 0
        !blocked 1
        LPUSH q x
        @2 !read
        @2 >0 BLPOP q 0
        !blocked 1
        $id= @3 CLIENT ID
        @3 >0 XREAD BLOCK 0 STREAMS st $
        !blocked 2
        CLIENT UNBLOCK $id ERROR
        @3 !read
        LPUSH q y
        @2 !read
        """, Cancellation);

    [Fact]
    public Task Monitor_is_read_line_by_line() => Comparison.RunAsync("""
        @2 MONITOR
        SET k v
        @2 !read
        """, Cancellation);

    [Fact]
    public Task Closed_connections_compare_equal_and_can_be_opened_again() => Comparison.RunAsync("""
        >2 QUIT
        !close
        PING
        $id= @2 CLIENT ID
        CLIENT KILL ID $id
        @2 PING
        !raw "*1\r\n$4\r\nPING\r\n"
        !raw "PING\r\n"
        !raw "*1\r\n!x\r\n"
        """, Cancellation);

    [Fact]
    public async Task Scans_of_any_page_size_compare_as_wholes()
    {
        IEnumerable<string> elements = Enumerable.Range(0, 200).SelectMany(index => new[]
        {
            $"SET key:{index} v", $"HSET h f{index} {index}", $"SADD s {index}", $"ZADD z {index} m{index}",
        });

        await Comparison.RunAsync(
            $"""
            {string.Join('\n', elements)}
            !scan SCAN 0 COUNT 7
            !scan SCAN 0 MATCH key:1* COUNT 3
            !scan HSCAN h 0 COUNT 5
            !scan SSCAN s 0
            !scan ZSCAN z 0 COUNT 1
            !scan SCAN notacursor
            """,
            Cancellation);
    }

    [Fact]
    public async Task Failure_shows_the_command_both_replies_where_they_part_and_what_led_to_it()
    {
        await using RedisServerProcess faulty = await RedisServerProcess.StartAsync(
            ["rename-command INCR x", "rename-command DECR INCR"], Cancellation);
        ServerComparison comparison = new(first.Target, faulty.Target with { Name = "faulty" });

        var exception = await Assert.ThrowsAsync<RepliesDifferException>(
            () => comparison.RunAsync("SET k 5\nINCR k", Cancellation));

        Assert.Equal(
            """
            The servers differ (RESP2, reply 1) at: INCR k
              redis-server 7.0.15:
                  (integer) 6
                  ":6\r\n"
              faulty:
                  (integer) 4
                  ":4\r\n"
              as compared, they part at byte 1:
                  ":6\r\n"
                  ":4\r\n"
              before it, as redis-server 7.0.15 answered:
                 1  SET k 5  ->  OK
            """,
            exception.Message);
    }

    [Fact]
    public async Task Script_that_waits_for_a_reply_which_never_comes_is_an_error_of_the_script()
    {
        ServerComparison comparison = new(first.Target, second.Reference.Target)
        {
            ReplyTimeout = TimeSpan.FromSeconds(1),
        };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => comparison.RunAsync("SET k v\n>2 GET k", Cancellation));
        Assert.Contains(">2 GET k", exception.Message, StringComparison.Ordinal);
    }

    public sealed class SecondRedis : IAsyncLifetime
    {
        public ReferenceRedis Reference { get; } = new();

        public ValueTask InitializeAsync() => Reference.InitializeAsync();

        public ValueTask DisposeAsync() => Reference.DisposeAsync();
    }
}
