using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Streams;

public sealed class StreamReadTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Streams_are_read_from_ids_on() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD t 5-1 b 1
        XREAD STREAMS s 0
        XREAD STREAMS s 1-1
        XREAD STREAMS s 1
        XREAD COUNT 2 STREAMS s 0
        XREAD COUNT 0 STREAMS s 0
        XREAD COUNT -5 STREAMS s 0
        XREAD STREAMS s $
        XREAD STREAMS s 1-3
        XREAD STREAMS s 9-9
        XREAD STREAMS missing 0
        XREAD STREAMS s t 0 0
        XREAD STREAMS s t 1-3 0
        XREAD STREAMS s missing t 1-1 $ 5
        XREAD STREAMS s t 9 9
        XREAD STREAMS s s 0 1-2
        XREAD COUNT 1 STREAMS s t s 0 0 1-1
        XREAD streams s 0-0
        XREAD BLOCK 0 COUNT 1 STREAMS s 0
        XREAD BLOCK 5 STREAMS s t $ $
        XREAD BLOCK 5 STREAMS missing 0
        XREAD STREAMS s 18446744073709551615-18446744073709551615
        XDEL s 1-3
        XREAD STREAMS s 1-2
        XREAD STREAMS s 1-1
        """);

    [Fact]
    public Task Mistakes_in_XREAD_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        SET string x
        XREAD
        XREAD STREAMS
        XREAD STREAMS s
        XREAD STREAMS s t 0
        XREAD STREAMS s x
        XREAD STREAMS s >
        XREAD STREAMS s -
        XREAD STREAMS s s 0 >
        XREAD STREAMS string 0
        XREAD STREAMS string x
        XREAD STREAMS s string 0 0
        XREAD STREAMS missing x
        XREAD COUNT x STREAMS s 0
        XREAD COUNT STREAMS s 0
        XREAD BLOCK x STREAMS s 0
        XREAD BLOCK -1 STREAMS s 0
        XREAD BLOCK 1.5 STREAMS s 0
        XREAD BLOCK 9223372036854775808 STREAMS s 0
        XREAD BLOCK 0 COUNT 1 s 0
        XREAD NOACK STREAMS s 0
        XREAD GROUP g c STREAMS s 0
        XREAD GROUP g STREAMS s 0
        XREAD NONSENSE STREAMS s 0
        XREAD COUNT 1 BLOCK
        XREAD BLOCK x STREAMS s
        xread COUNT 1 STREAMS s t u 0
        """);

    [Fact]
    public Task Groups_are_given_each_entry_once() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XGROUP CREATE s g 0
        XREADGROUP GROUP g alice COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob STREAMS s 0
        XREADGROUP GROUP g bob STREAMS s 1-2
        XREADGROUP GROUP g bob COUNT 1 STREAMS s 0
        XREADGROUP GROUP g carol STREAMS s 0
        XREADGROUP GROUP g carol NOACK STREAMS s >
        XREADGROUP GROUP g carol STREAMS s >
        XREADGROUP GROUP g carol STREAMS s 0
        XPENDING s g
        XINFO GROUPS s
        XACK s g 1-1
        XREADGROUP GROUP g alice STREAMS s 0
        XDEL s 1-2
        XREADGROUP GROUP g bob STREAMS s 0
        XREADGROUP GROUP g bob STREAMS s 18446744073709551615-18446744073709551615
        XREADGROUP GROUP g bob STREAMS s 18446744073709551615-18446744073709551614
        XADD s 2-1 a 1
        XADD t 2-1 a 1
        XGROUP CREATE t g 0
        XREADGROUP GROUP g bob STREAMS s t > >
        XREADGROUP GROUP g bob STREAMS s t > >
        XREADGROUP GROUP g bob STREAMS s t 0 >
        XADD s 3-1 a 1
        XADD s 3-2 a 1
        XADD s 3-3 a 1
        XREADGROUP GROUP g bob COUNT 1 STREAMS s s s > > 0
        XREADGROUP GROUP g bob STREAMS s s > >
        XREADGROUP GROUP g bob BLOCK 5 STREAMS s >
        XREADGROUP GROUP g bob BLOCK 0 STREAMS s 0
        XINFO STREAM s
        XINFO GROUPS s
        XPENDING s g
        """);

    [Fact]
    public Task Mistakes_in_XREADGROUP_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        SET string x
        XGROUP CREATE s g 0
        XREADGROUP
        XREADGROUP GROUP g c STREAMS s
        XREADGROUP GROUP g c STREAMS s t >
        XREADGROUP GROUP none c STREAMS s >
        XREADGROUP GROUP g c STREAMS missing >
        XREADGROUP GROUP g c STREAMS string >
        XREADGROUP GROUP g c STREAMS s $
        XREADGROUP GROUP g c STREAMS s x
        XREADGROUP GROUP g c STREAMS s -
        XREADGROUP GROUP g c STREAMS s missing > >
        XREADGROUP COUNT 5 NOACK STREAMS s t > >
        XREADGROUP GROUP g c COUNT x STREAMS s >
        XREADGROUP GROUP g c BLOCK x STREAMS s >
        XREADGROUP GROUP g c BLOCK -5 STREAMS s >
        XREADGROUP GROUP g c NONSENSE STREAMS s >
        XREADGROUP GROUP g c GROUP h STREAMS s >
        XREADGROUP GROUP g c GROUP g d STREAMS s >
        XREADGROUP GROUP g c COUNT 1 NOACK STREAMS
        XINFO GROUPS s
        """);

    [Fact]
    public Task Who_waits_is_served_when_entries_come() => CompareAsync("""
        XADD s 1-1 a 1
        @2 >0 XREAD BLOCK 0 STREAMS s $
        !blocked 1
        @3 >0 XREAD COUNT 1 BLOCK 0 STREAMS missing s 0 1-1
        !blocked 2
        XADD s 1-2 a 2
        @2 !read
        @3 !read
        @2 >0 XREAD BLOCK 0 STREAMS s 5-0
        !blocked 1
        XADD s 4-0 a 2
        XADD s 5-0 a 2
        XADD s 5-1 a 2
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS new $
        !blocked 1
        MULTI
        XADD new 1-1 a 1
        XADD new 1-2 a 2
        EXEC
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS s s $ 0
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS none none $ 3-0
        !blocked 1
        XADD none 2-1 a 1
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS other 0
        !blocked 1
        SET other x
        DEL other
        XGROUP CREATE other g 0 MKSTREAM
        XADD other 1-1 a 1
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS from $
        !blocked 1
        RENAME s from
        @2 >0 CLIENT UNBLOCK 1
        XADD from 6-0 a 1
        @2 !read
        """);

    [Fact]
    public Task Groups_that_wait_are_served_in_turn() => CompareAsync("""
        XGROUP CREATE s g $ MKSTREAM
        @2 >0 XREADGROUP GROUP g a BLOCK 0 STREAMS s >
        !blocked 1
        @3 >0 XREADGROUP GROUP g b BLOCK 0 NOACK STREAMS s >
        !blocked 2
        @4 >0 XREADGROUP GROUP g a COUNT 2 BLOCK 0 STREAMS s >
        !blocked 3
        XADD s 1-1 a 1
        @2 !read
        XADD s 1-2 a 2
        @3 !read
        MULTI
        XADD s 1-3 a 3
        XADD s 1-4 a 4
        XADD s 1-5 a 5
        EXEC
        @4 !read
        XPENDING s g
        XINFO GROUPS s
        XREADGROUP GROUP g c STREAMS s >
        """);

    [Theory]
    [InlineData("DEL s")]
    [InlineData("UNLINK s")]
    [InlineData("SET s x")]
    [InlineData("LPUSH other x\nRENAME other s")]
    [InlineData("RENAME s t")]
    [InlineData("MOVE s 1")]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL ASYNC")]
    [InlineData("SELECT 1\nLPUSH s x\nSELECT 0\nSWAPDB 0 1")]
    [InlineData("SWAPDB 0 1")]
    [InlineData("PEXPIREAT s 1\nEXISTS s")]
    [InlineData("PEXPIRE s 20")]
    [InlineData("XGROUP DESTROY s g")]
    [InlineData("EVAL \"redis.call('DEL', 's') redis.call('XADD', 's', '9-9', 'a', 'b')\" 0")]
    [InlineData("EVAL \"redis.call('XADD', 's', '9-9', 'a', 'b') redis.call('XADD', 's', '9-10', 'a', 'b')\" 0")]
    [InlineData("MULTI\nDEL s\nSADD s x\nEXEC")]
    [InlineData("MULTI\nDEL s\nXADD s 9-9 a b\nEXEC")]
    [InlineData("MULTI\nDEL s\nXGROUP CREATE s g 0 MKSTREAM\nEXEC\nXADD s 9-9 a b")]
    [InlineData("LPUSH list a\nSORT list BY nosort STORE s")]
    [InlineData("RESTORE s 0 \"\\x00\\x01\\x78\\x0a\\x00\\x22\\x80\\x86\\x5f\\xbd\\xe8\\x48\\xd0\" REPLACE")]
    [InlineData("XADD t 1-1 a b\nCOPY t s REPLACE")]
    public Task Group_that_waits_is_told_when_what_it_waits_for_is_gone(string change) => CompareAsync($"""
        XADD s 1-1 a 1
        XGROUP CREATE s g $
        @2 >0 XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        !blocked 1
        {change}
        @2 !read
        @2 PING
        """);

    [Fact]
    public Task Waiting_ends_from_outside() => CompareAsync("""
        XGROUP CREATE s g $ MKSTREAM
        @2 $id= CLIENT ID
        @2 >0 XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        !blocked 1
        CLIENT UNBLOCK $id
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS s $
        !blocked 1
        CLIENT UNBLOCK $id ERROR
        @2 !read
        @2 >0 XREAD BLOCK 10 STREAMS s $
        @2 !read
        @2 >0 XREADGROUP GROUP g c BLOCK 10 STREAMS s >
        @2 !read
        @2 >0 XREAD BLOCK 0 STREAMS s $
        !blocked 1
        @2 !close
        XADD s 1-1 a 1
        """);

    [Fact]
    public Task Nothing_waits_inside_transactions_and_scripts() => CompareAsync("""
        XGROUP CREATE s g $ MKSTREAM
        MULTI
        XREAD BLOCK 0 STREAMS s $
        XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        EXEC
        EVAL "return redis.call('XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '0', 'STREAMS', 's', '>')" 0
        XINFO GROUPS s
        """);
}
