using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.PubSub;

public sealed class PubSubTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Messages_reach_the_listeners_of_a_channel() => CompareAsync("""
        @2 >2 SUBSCRIBE a b
        @3 SUBSCRIBE a
        PUBLISH a hello
        @2 !read
        @3 !read
        PUBLISH b "x\x00\r\ny"
        @2 !read
        PUBLISH nobody hello
        PUBLISH a ""
        @2 !read
        @3 !read
        PUBLISH a
        PUBLISH a b c
        SUBSCRIBE
        """);

    [Fact]
    public Task Messages_reach_the_listeners_of_a_pattern_as_well() => CompareAsync("""
        @2 >2 SUBSCRIBE news.a news.b
        @2 PSUBSCRIBE news.*
        @3 PSUBSCRIBE n?ws.[a-c]
        PUBLISH news.a hello
        @2 !read 2
        @3 !read
        PUBLISH news.x hello
        @2 !read
        @2 PUNSUBSCRIBE news.*
        PUBLISH news.x hello
        PSUBSCRIBE
        """);

    [Fact]
    public Task Shard_channels_are_apart_from_channels() => CompareAsync("""
        @2 >2 SSUBSCRIBE c d
        @3 SUBSCRIBE c
        SPUBLISH c shard
        @2 !read
        PUBLISH c plain
        @3 !read
        SPUBLISH nobody x
        SPUBLISH c
        @2 >2 SUNSUBSCRIBE c d
        SPUBLISH c shard
        SSUBSCRIBE
        """);

    [Fact]
    public Task Subscribing_twice_counts_once() => CompareAsync("""
        >3 SUBSCRIBE a a b
        >2 PSUBSCRIBE p p
        SSUBSCRIBE s
        @2 PUBLISH a once
        !read
        >2 UNSUBSCRIBE a a
        SUBSCRIBE c
        """);

    [Fact]
    public Task Unsubscribing_tells_what_is_left() => CompareAsync("""
        UNSUBSCRIBE
        PUNSUBSCRIBE
        SUNSUBSCRIBE
        >2 UNSUBSCRIBE x y
        PUNSUBSCRIBE x
        SUNSUBSCRIBE x
        >2 SUBSCRIBE a b
        PSUBSCRIBE p
        SSUBSCRIBE s
        UNSUBSCRIBE b
        UNSUBSCRIBE
        UNSUBSCRIBE
        PUNSUBSCRIBE
        SUNSUBSCRIBE
        GET k
        """);

    [Fact]
    public Task Subscribers_may_send_little_else() => CompareAsync("""
        SUBSCRIBE a
        GET k
        GET
        FOO
        CLIENT ID
        CLIENT FOO
        MULTI
        PUBLISH a m
        PING
        PING x
        HELLO 3
        PSUBSCRIBE p
        UNSUBSCRIBE a
        PING
        SSUBSCRIBE s
        PUNSUBSCRIBE p
        PING
        SUNSUBSCRIBE s
        PING
        GET k
        """);

    [Fact]
    public Task A_subscriber_that_turns_to_the_older_protocol_keeps_its_subscriptions() => CompareAsync("""
        HELLO 3
        SUBSCRIBE a
        PING
        HELLO 2
        @2 PUBLISH a m
        !read
        GET k
        PING
        RESET
        @2 PUBLISH a m
        GET k
        """);

    [Fact]
    public Task A_client_may_send_to_itself() => CompareAsync("""
        HELLO 3
        SUBSCRIBE a
        >2 PUBLISH a m
        PSUBSCRIBE *
        >3 PUBLISH a m
        """);

    [Fact]
    public Task Messages_come_in_the_order_of_what_caused_them() => CompareAsync("""
        @2 SUBSCRIBE a
        MULTI
        PUBLISH a 1
        SET k v
        PUBLISH a 2
        EXEC
        @2 !read 2
        HELLO 3
        SUBSCRIBE a
        MULTI
        SET k v
        PUBLISH a 3
        GET k
        !raw "*1\r\n$4\r\nEXEC\r\n"
        @2 !read
        """);

    [Fact]
    public Task Transactions_hold_older_subscriptions_but_not_shard_channels() => CompareAsync("""
        MULTI
        SUBSCRIBE a
        PSUBSCRIBE p
        SSUBSCRIBE s
        SET k v
        EXEC
        @2 PUBSUB NUMSUB a
        @2 PUBSUB NUMPAT
        >1 UNSUBSCRIBE a
        >1 PUNSUBSCRIBE p
        MULTI
        UNSUBSCRIBE
        EXEC
        """);

    [Fact]
    public Task Messages_reach_a_client_that_wants_no_replies() => CompareAsync("""
        >0 CLIENT REPLY OFF
        SUBSCRIBE a
        @2 PUBLISH a m
        !read
        UNSUBSCRIBE a
        CLIENT REPLY ON
        HELLO 3
        SUBSCRIBE a
        >0 CLIENT REPLY SKIP
        >1 PUBLISH a m
        PING
        """);

    [Fact]
    public Task Channels_with_listeners_are_known() => CompareAsync("""
        PUBSUB CHANNELS
        @2 >3 SUBSCRIBE a b ab
        @3 >2 SUBSCRIBE a c
        @3 >2 PSUBSCRIBE p* q*
        @2 PSUBSCRIBE p*
        @2 >2 SSUBSCRIBE s t
        PUBSUB CHANNELS
        PUBSUB CHANNELS a*
        PUBSUB CHANNELS nothing
        PUBSUB CHANNELS a b
        PUBSUB NUMSUB
        PUBSUB NUMSUB a b nobody a
        PUBSUB NUMPAT
        PUBSUB NUMPAT x
        PUBSUB SHARDCHANNELS
        PUBSUB SHARDCHANNELS s
        PUBSUB SHARDCHANNELS a b
        PUBSUB SHARDNUMSUB
        PUBSUB SHARDNUMSUB s t a
        PUBSUB
        PUBSUB FOO
        PUBSUB HELP
        PUBSUB HELP x
        """);

    [Fact]
    public Task A_subscriber_that_is_gone_is_forgotten() => CompareAsync("""
        $me= CLIENT ID
        @2 >2 SUBSCRIBE a b
        @2 PSUBSCRIBE p
        @2 SSUBSCRIBE s
        CLIENT KILL TYPE pubsub
        PUBSUB CHANNELS
        PUBSUB NUMPAT
        PUBSUB SHARDCHANNELS
        PUBLISH a m
        """);
}
