using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.SortedSets;

/// <summary>Popping from either end, at once or after waiting.</summary>
public sealed class SortedSetPopTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Theory]
    [InlineData(128)]
    [InlineData(0)]
    public Task Members_are_popped_from_either_end(int entries) => CompareAsync($"""
        CONFIG SET zset-max-listpack-entries {entries}
        ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 1.5 h inf i -inf 5
        ZPOPMIN z
        ZPOPMAX z
        ZPOPMIN z 2
        ZPOPMAX z 2
        ZPOPMIN z 0
        ZPOPMIN z 1
        ZPOPMIN z -1
        ZPOPMIN z x
        ZPOPMIN z 9223372036854775808
        ZPOPMIN z 1 2
        ZPOPMAX z 100
        EXISTS z
        ZPOPMAX z
        ZPOPMIN z 5
        ZADD x 1 a 2 b 3 c
        ZADD y 1 d 2 e
        ZMPOP 2 none x MIN
        ZMPOP 2 none x MAX COUNT 5
        EXISTS x
        ZMPOP 3 none x y max count 1
        ZMPOP 1 y MIN COUNT 1
        ZMPOP 2 x y MIN
        BZPOPMIN x y 0.01
        ZADD x 1 a 2 b 3 c 4 d 5 e 6 f
        BZPOPMIN none x 0
        BZPOPMAX x none 1
        BZMPOP 0 2 none x MIN
        BZMPOP 1 1 x MAX COUNT 2
        BZMPOP 1 1 x MAX COUNT 9223372036854775807
        EXISTS x
        """);

    [Fact]
    public Task Wrong_arguments_are_refused() => CompareAsync("""
        ZADD z 1 a
        SET string v
        ZMPOP 0 z MIN
        ZMPOP -1 z MIN
        ZMPOP a z MIN
        ZMPOP 2 z MIN
        ZMPOP 1 z
        ZMPOP 1 z MID
        ZMPOP 1 z MIN COUNT
        ZMPOP 1 z MIN COUNT 0
        ZMPOP 1 z MIN COUNT -1
        ZMPOP 1 z MIN COUNT a
        ZMPOP 1 z MIN COUNT 1 COUNT 1
        ZMPOP 1 z MIN COUNT 1 MAX
        ZMPOP 1 z MIN MAX
        ZMPOP 1 z MIN foo 1
        ZMPOP 9223372036854775807 z MIN
        ZMPOP 2 string z MIN
        ZMPOP 2 none string MIN
        BZMPOP a 1 z MIN
        BZMPOP -1 1 z MIN
        BZMPOP 1 0 z MIN
        BZMPOP a 0 z MIN
        BZMPOP a 1 z MID
        BZMPOP 1 2 z MIN
        BZMPOP 1 1 string MIN
        BZMPOP 1 2 z string MIN COUNT 0
        BZPOPMIN z a
        BZPOPMIN z -1
        BZPOPMIN string 0
        BZPOPMIN none string 0
        BZPOPMIN string a
        BZPOPMAX z inf
        BZPOPMAX z 1e300
        """);

    [Fact]
    public Task Clients_wait_for_members_in_the_order_of_their_coming() => CompareAsync("""
        @2 >0 BZPOPMIN a b 0
        !blocked 1
        @3 >0 BZPOPMAX b a 0
        !blocked 2
        @4 >0 BZMPOP 0 2 b a MAX COUNT 2
        !blocked 3
        ZADD b 1 m 2 n 3 o 4 p
        @2 !read
        @3 !read
        @4 !read
        ZCARD b
        @2 >0 BZPOPMIN a a 0
        !blocked 1
        ZINCRBY a 5 m
        @2 !read
        EXISTS a
        @2 >0 BZPOPMAX a 0
        !blocked 1
        ZADD other 7 x
        RENAME other a
        @2 !read
        @2 >0 BZMPOP 0 1 a MIN COUNT 3
        !blocked 1
        ZADD x 1 m 2 n
        ZUNIONSTORE a 1 x
        @2 !read
        @2 >0 BZPOPMIN a 0
        !blocked 1
        ZRANGESTORE a x 0 -1
        @2 !read
        DEL a
        @2 >0 BZPOPMIN a 0
        !blocked 1
        SET a v
        DEL a
        SADD a 1
        DEL a
        MULTI
        ZADD a 1 m
        DEL a
        ZADD a 2 n
        EXEC
        @2 !read
        """);

    [Fact]
    public Task Waiting_ends_with_the_time_and_never_begins_in_a_transaction() => CompareAsync("""
        BZPOPMIN none 0.01
        BZPOPMAX none none2 0.001
        BZMPOP 0.01 1 none MIN
        MULTI
        BZPOPMIN none 0
        BZMPOP 0 1 none MAX
        ZADD z 1 a 2 b
        BZPOPMAX z 0
        BZMPOP 0 2 none z MIN
        EXEC
        @2 $id= CLIENT ID
        @2 >0 BZPOPMIN none 0
        !blocked 1
        CLIENT UNBLOCK $id
        @2 !read
        @2 >0 BZPOPMIN none 0
        !blocked 1
        CLIENT UNBLOCK $id ERROR
        @2 !read
        """);
}
