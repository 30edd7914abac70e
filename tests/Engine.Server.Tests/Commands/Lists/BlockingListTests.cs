using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Lists;

public sealed class BlockingListTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task What_is_there_is_taken_at_once() => CompareAsync("""
        RPUSH l 1 2 3 4 5 6
        RPUSH m a b c
        BLPOP l 0
        BRPOP missing l m 0
        BLMPOP 0 2 missing l LEFT COUNT 2
        BLMPOP 0 2 missing l RIGHT
        BLMPOP 0 1 l LEFT COUNT 10
        BLMOVE m l LEFT RIGHT 0
        BRPOPLPUSH m l 0
        BRPOPLPUSH m m 0
        BLMOVE l l RIGHT LEFT 1.5
        LRANGE l 0 -1
        LRANGE m 0 -1
        """);

    [Fact]
    public Task Mistakes_are_found_before_waiting() => CompareAsync("""
        RPUSH l a
        BLPOP l x
        BLPOP l -1
        BLPOP l -0.5
        BLPOP l 1e400
        BLPOP l 9223372036854776
        BLPOP l 92233720368547758070
        BLPOP l -1e400
        BLPOP l nan
        BLPOP l inf
        BLPOP l ""
        BLPOP 1
        BRPOP l x
        BRPOP l -1
        BRPOP
        BLMPOP x 1 l LEFT
        BLMPOP -1 1 l LEFT
        BLMPOP x 0 l LEFT
        BLMPOP x x l LEFT
        BLMPOP x 1 l UP
        BLMPOP x 1 l LEFT COUNT 0
        BLMPOP 0 2 l LEFT
        BLMPOP 0 1 l
        BLMPOP 0 1 l LEFT COUNT
        BLMPOP 0 1 l LEFT NOPE 1
        BLMOVE l m LEFT LEFT x
        BLMOVE l m UP LEFT 0
        BLMOVE l m LEFT DOWN x
        BLMOVE l m LEFT LEFT -1
        BLMOVE l m LEFT LEFT
        BRPOPLPUSH l m x
        BRPOPLPUSH l m -1
        BRPOPLPUSH l m
        LRANGE l 0 -1
        """);

    [Fact]
    public Task Time_may_be_longer_than_the_clock_goes() => CompareAsync("""
        @2 >0 BLPOP l 9223372036854000
        !blocked 1
        RPUSH l a
        @2 !read
        """);

    [Fact]
    public Task Time_that_is_over_gives_nothing() => CompareAsync("""
        BLPOP l 0.01
        BRPOP l m 0.001
        BLMPOP 0.01 2 l m LEFT COUNT 5
        BLMOVE l m LEFT RIGHT 0.01
        BRPOPLPUSH l m 0.01
        """);

    [Fact]
    public Task Those_who_wait_are_served_in_the_order_of_their_coming() => CompareAsync("""
        @2 >0 BLPOP l 0
        !blocked 1
        @3 >0 BRPOP other l 0
        !blocked 2
        @4 >0 BLMPOP 0 2 other l RIGHT COUNT 10
        !blocked 3
        RPUSH l 1 2 3 4
        @2 !read
        @3 !read
        @4 !read
        LLEN l
        @2 >0 BLPOP a b 0
        !blocked 1
        @3 >0 BLPOP b 0
        !blocked 2
        LPUSH b x y z
        @2 !read
        @3 !read
        LRANGE b 0 -1
        """);

    [Fact]
    public Task What_was_waited_for_is_moved_on() => CompareAsync("""
        @2 >0 BLMOVE a b LEFT RIGHT 0
        !blocked 1
        @3 >0 BRPOPLPUSH b c 0
        !blocked 2
        @4 >0 BLPOP c 0
        !blocked 3
        RPUSH a 1
        @2 !read
        @3 !read
        @4 !read
        EXISTS a b c
        @2 >0 BLMOVE a a LEFT RIGHT 0
        !blocked 1
        RPUSH a 1 2 3
        @2 !read
        LRANGE a 0 -1
        """);

    [Fact]
    public Task A_destination_of_another_type_ends_the_waiting() => CompareAsync("""
        SET s text
        @2 >0 BLMOVE l s LEFT RIGHT 0
        !blocked 1
        @3 >0 BRPOPLPUSH l s 0
        !blocked 2
        @4 >0 BLPOP l 0
        !blocked 3
        RPUSH l 1
        @2 !read
        @3 !read
        @4 !read
        GET s
        LRANGE l 0 -1
        """);

    [Fact]
    public Task Transactions_do_not_wait() => CompareAsync("""
        MULTI
        BLPOP l 0
        BRPOP l 0
        BLMPOP 0 1 l LEFT
        BLMOVE l m LEFT LEFT 0
        BRPOPLPUSH l m 0
        RPUSH l a b c d e f
        BLPOP l 0
        BRPOP l 0
        BLMPOP 0 1 l LEFT
        BLMOVE l m LEFT LEFT 0
        BRPOPLPUSH l m 0
        EXEC
        LRANGE l 0 -1
        LRANGE m 0 -1
        """);

    [Fact]
    public Task What_a_transaction_leaves_is_served_when_it_is_over() => CompareAsync("""
        @2 >0 BLPOP l 0
        !blocked 1
        MULTI
        RPUSH l a b
        LPOP l
        RPUSH l c
        EXEC
        @2 !read
        LRANGE l 0 -1
        @2 >0 BLPOP m 0
        !blocked 1
        MULTI
        RPUSH m a
        DEL m
        EXEC
        MULTI
        RPUSH m a
        DEL m
        SET m text
        EXEC
        DEL m
        RPUSH m b
        @2 !read
        """);

    [Fact]
    public Task Keys_that_come_otherwise_serve_too() => CompareAsync("""
        @2 >0 BLPOP l 0
        !blocked 1
        RPUSH m a b
        RENAME m l
        @2 !read
        @2 >0 BRPOP x 0
        !blocked 1
        COPY l x
        @2 !read
        @2 >0 BRPOP y 0
        !blocked 1
        SELECT 1
        RPUSH y z
        MOVE y 0
        @2 !read
        @2 >0 BRPOP w 0
        !blocked 1
        RPUSH w z
        SWAPDB 0 1
        @2 !read
        @2 >0 BLPOP v 0
        !blocked 1
        LMOVE missing v LEFT LEFT
        SELECT 0
        RPUSH u 1 2
        LMOVE u v RIGHT LEFT
        @2 !read
        """);

    [Fact]
    public Task Clients_can_be_unblocked() => CompareAsync("""
        @2 $id= CLIENT ID
        @2 >0 BLPOP l 0
        !blocked 1
        CLIENT UNBLOCK $id
        @2 !read
        @2 >0 BLMOVE l m LEFT LEFT 0
        !blocked 1
        CLIENT UNBLOCK $id TIMEOUT
        @2 !read
        @2 >0 BLMPOP 0 1 l LEFT
        !blocked 1
        CLIENT UNBLOCK $id ERROR
        @2 !read
        CLIENT UNBLOCK $id
        RPUSH l a
        @2 BLPOP l 0
        """);

    [Fact]
    public Task A_client_that_goes_away_waits_no_longer() => CompareAsync("""
        @2 >0 BLPOP l 0
        !blocked 1
        @2 !close
        !blocked 0
        RPUSH l a
        LRANGE l 0 -1
        """);
}
