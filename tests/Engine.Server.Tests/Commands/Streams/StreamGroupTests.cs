using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Streams;

public sealed class StreamGroupTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Groups_and_consumers_are_made_and_removed() => CompareAsync("""
        XGROUP CREATE s g 0
        XGROUP CREATE s g 0 MKSTREAM
        XGROUP CREATE s g 0
        XGROUP CREATE s g $ MKSTREAM
        XADD s 1-1 a 1
        XGROUP CREATE s h $
        XGROUP CREATE s i 0-5 ENTRIESREAD 3
        XGROUP CREATE s j 5 mkstream entriesread -1
        XGROUP CREATE s "two words" 0
        XINFO GROUPS s
        XGROUP CREATECONSUMER s g alice
        XGROUP CREATECONSUMER s g alice
        XGROUP CREATECONSUMER s g ""
        XGROUP CREATECONSUMER s none alice
        XREADGROUP GROUP g alice STREAMS s >
        XREADGROUP GROUP g Bob STREAMS s >
        XGROUP DELCONSUMER s g alice
        XGROUP DELCONSUMER s g alice
        XPENDING s g
        XGROUP SETID s g 0
        XGROUP SETID s g $
        XGROUP SETID s g 0 ENTRIESREAD 5
        XGROUP SETID s g - ENTRIESREAD 0
        XINFO GROUPS s
        XGROUP SETID s g +
        XINFO GROUPS s
        XGROUP DESTROY s g
        XGROUP DESTROY s g
        XGROUP DESTROY missing g
        XGROUP HELP
        XINFO HELP
        XINFO GROUPS s
        """);

    [Fact]
    public Task Mistakes_in_XGROUP_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        XGROUP CREATE s g 0
        SET string x
        XGROUP
        XGROUP NONSENSE
        XGROUP CREATE
        XGROUP CREATE s
        XGROUP CREATE s h
        XGROUP CREATE s h x
        XGROUP CREATE s h -
        XGROUP CREATE missing h x MKSTREAM
        XGROUP CREATE s h 0 NONSENSE
        XGROUP CREATE s h 0 ENTRIESREAD
        XGROUP CREATE s h 0 ENTRIESREAD x
        XGROUP CREATE s h 0 ENTRIESREAD -2
        XGROUP CREATE s h x ENTRIESREAD 1 MKSTREAM ENTRIESREAD 2
        XGROUP CREATE string h 0
        XGROUP CREATE string h 0 MKSTREAM
        XGROUP SETID s g
        XGROUP SETID s g x
        XGROUP SETID s g 0 MKSTREAM
        XGROUP SETID s g 0 ENTRIESREAD
        XGROUP SETID s g 0 ENTRIESREAD x
        XGROUP SETID s g 0 ENTRIESREAD -2
        XGROUP SETID s g 0 ENTRIESREAD 1 ENTRIESREAD 2
        XGROUP SETID s none x
        XGROUP SETID missing g x
        XGROUP SETID string g 0
        XGROUP DESTROY s
        XGROUP DESTROY s g x
        XGROUP DESTROY string g
        XGROUP CREATECONSUMER s g
        XGROUP CREATECONSUMER missing g c
        XGROUP CREATECONSUMER string g c
        XGROUP DELCONSUMER s g
        XGROUP DELCONSUMER s none c
        XGROUP DELCONSUMER missing none c
        XGROUP HELP x
        XINFO
        XINFO STREAM
        XINFO STREAM missing
        XINFO STREAM missing NONSENSE
        XINFO STREAM string
        XINFO STREAM s NONSENSE
        XINFO STREAM s FULL COUNT
        XINFO STREAM s FULL COUNT x
        XINFO STREAM s FULL LIMIT 5
        XINFO STREAM s FULL COUNT 5 x
        XINFO GROUPS missing
        XINFO GROUPS string
        XINFO GROUPS s x
        XINFO CONSUMERS s
        XINFO CONSUMERS s none
        XINFO CONSUMERS missing none
        XINFO CONSUMERS string none
        XINFO NONSENSE s
        """);

    [Fact]
    public Task Entries_are_acknowledged() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XGROUP CREATE s g 0
        XREADGROUP GROUP g c STREAMS s >
        XACK s g 1-1
        XACK s g 1-1
        XACK s g 1-2 1-2 1-9 1-3
        XACK s none 1-1
        XACK missing g 1-1
        XACK missing g x
        XACK s none x
        XACK s g x
        XACK s g 1-1 x
        XACK s g -
        XACK s g
        SET string x
        XACK string g 1-1
        XPENDING s g
        """);

    [Fact]
    public Task Entries_are_claimed() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD s 1-4 a 4
        XGROUP CREATE s g 0
        XREADGROUP GROUP g alice COUNT 3 STREAMS s >
        XCLAIM s g bob 0 1-1
        XCLAIM s g bob 0 1-1 JUSTID
        XCLAIM s g bob 3600000 1-2
        XCLAIM s g bob -5 1-2
        XCLAIM s g bob 0 1-4 1-9
        XCLAIM s g bob 0 1-4 1-9 FORCE
        XCLAIM s g bob 0 1-4 FORCE RETRYCOUNT 7
        XCLAIM s g bob 0 1-3 JUSTID RETRYCOUNT 3
        XPENDING s g - + 10
        XPENDING s g - + 10 alice
        XCLAIM s g carol 0 1-1 1-2 1-3 TIME 1
        XPENDING s g IDLE 100000 - + 10
        XCLAIM s g dave 100000 1-1 IDLE 50000000
        XCLAIM s g dave 0 1-2 IDLE -5
        XCLAIM s g dave 0 1-3 TIME -5
        XCLAIM s g dave 0 1-3 TIME 99999999999999
        XCLAIM s g dave 0 1-3 IDLE 99999999999999
        XDEL s 1-2 1-3
        XCLAIM s g erin 0 1-2 1-3 1-4 JUSTID
        XPENDING s g
        XCLAIM s g erin 0 1-1 LASTID 9-9
        XCLAIM s g erin 3600000 1-1 LASTID 10-10
        XCLAIM s g erin 0 1-1 LASTID 3
        XCLAIM s g frank 0 LASTID 11
        XCLAIM s g frank 0 7-7
        XINFO GROUPS s
        XCLAIM s g frank 0 1-1 RETRYCOUNT -5
        XCLAIM s g frank 0 1-1 RETRYCOUNT 9223372036854775807
        XPENDING s g - + 10 frank
        """);

    [Fact]
    public Task Mistakes_in_XCLAIM_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        XGROUP CREATE s g 0
        SET string x
        XCLAIM
        XCLAIM s g c 0
        XCLAIM s none c x 1-1
        XCLAIM missing g c 0 1-1
        XCLAIM string g c x 1-1
        XCLAIM s g c x 1-1
        XCLAIM s g c 0 x
        XCLAIM s g c 0 1-1 x
        XCLAIM s g c 0 1-1 FORCE 1-2
        XCLAIM s g c 0 1-1 IDLE x
        XCLAIM s g c 0 1-1 IDLE
        XCLAIM s g c 0 1-1 TIME x
        XCLAIM s g c 0 1-1 TIME
        XCLAIM s g c 0 1-1 RETRYCOUNT x
        XCLAIM s g c 0 1-1 RETRYCOUNT
        XCLAIM s g c 0 1-1 LASTID x
        XCLAIM s g c 0 1-1 LASTID
        XCLAIM s g c 0 1-1 "bad\x00option"
        XINFO GROUPS s
        """);

    [Fact]
    public Task Next_entries_are_claimed() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD s 1-4 a 4
        XADD s 1-5 a 5
        XGROUP CREATE s g 0
        XREADGROUP GROUP g alice STREAMS s >
        XAUTOCLAIM s g bob 0 0 COUNT 2
        XAUTOCLAIM s g bob 0 1-3 COUNT 2 JUSTID
        XAUTOCLAIM s g bob 0 (1-4
        XAUTOCLAIM s g carol 3600000 0
        XAUTOCLAIM s g carol 3600000 0 COUNT 1
        XPENDING s g - + 10
        XDEL s 1-2 1-3
        XAUTOCLAIM s g carol 0 - COUNT 2
        XAUTOCLAIM s g carol 0 - COUNT 2
        XDEL s 1-5
        XAUTOCLAIM s g carol 0 0
        XAUTOCLAIM s g carol 0 0
        XAUTOCLAIM s g carol 0 9
        XAUTOCLAIM s g carol -1 0 JUSTID JUSTID COUNT 5
        XPENDING s g - + 10
        XINFO GROUPS s
        XADD many 1-1 a 1
        XGROUP CREATE many g 0
        XAUTOCLAIM many g c 0 0
        XINFO GROUPS many
        """);

    [Fact]
    public Task Mistakes_in_XAUTOCLAIM_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        XGROUP CREATE s g 0
        SET string x
        XAUTOCLAIM s g c 0
        XAUTOCLAIM s g c x 0
        XAUTOCLAIM s g c 0 x
        XAUTOCLAIM s g c 0 (18446744073709551615-18446744073709551615
        XAUTOCLAIM s g c 0 (+
        XAUTOCLAIM s g c 0 0 COUNT
        XAUTOCLAIM s g c 0 0 COUNT x
        XAUTOCLAIM s g c 0 0 COUNT 0
        XAUTOCLAIM s g c 0 0 COUNT -1
        XAUTOCLAIM s g c 0 0 COUNT 576460752303423488
        XAUTOCLAIM s g c 0 0 COUNT 576460752303423487
        XAUTOCLAIM s g c 0 0 COUNT 8796093022208
        XAUTOCLAIM s none c 0 0 COUNT 8796093022208
        XAUTOCLAIM s g c 0 0 NONSENSE
        XAUTOCLAIM s g c 0 0 JUSTID 1-1
        XAUTOCLAIM s none c 0 0
        XAUTOCLAIM missing g c 0 0
        XAUTOCLAIM string g c 0 0
        XAUTOCLAIM string g c x 0
        """);

    [Fact]
    public Task Pending_entries_are_listed() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XGROUP CREATE s g 0
        XPENDING s g
        XPENDING s g - + 10
        XREADGROUP GROUP g alice COUNT 2 STREAMS s >
        XREADGROUP GROUP g bob STREAMS s >
        XCLAIM s g alice 0 1-1 1-2 TIME 1 JUSTID
        XCLAIM s g bob 0 1-3 TIME 1 JUSTID
        XPENDING s g
        XPENDING s g IDLE 5 - + 0
        XPENDING s g IDLE 99999999999999 - + 10
        XPENDING s g - + 0
        XPENDING s g - + -5
        XPENDING s g (1-1 (1-3 10 nobody
        XPENDING s g 5 1 10
        """);

    [Fact]
    public Task Mistakes_in_XPENDING_are_named() => CompareAsync("""
        XADD s 1-1 a 1
        XGROUP CREATE s g 0
        SET string x
        XPENDING s
        XPENDING s none
        XPENDING missing g
        XPENDING string g
        XPENDING s g -
        XPENDING s g - +
        XPENDING s g - + x
        XPENDING s g x + 1
        XPENDING s g - x 1
        XPENDING s g (+ + 1
        XPENDING s g (18446744073709551615-18446744073709551615 + 1
        XPENDING s g - (0-0 1
        XPENDING s g IDLE x - + 1
        XPENDING s g IDLE 5 - +
        XPENDING s g IDLE 5 - + x
        XPENDING s g IDLE 5 - + 1 c d
        XPENDING s g - + 1 c d
        XPENDING s g - + 1 c d e
        XPENDING s none x x x
        XPENDING string g x x x
        XPENDING s g IDLE -5 - + 10
        """);

    [Fact]
    public Task How_far_groups_are_is_told_if_it_can_be() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD s 1-4 a 4
        XADD s 1-5 a 5
        XGROUP CREATE s zero 0
        XGROUP CREATE s first 1-1
        XGROUP CREATE s middle 1-3
        XGROUP CREATE s last $
        XGROUP CREATE s beyond 9-9
        XINFO GROUPS s
        XREADGROUP GROUP zero c COUNT 2 STREAMS s >
        XREADGROUP GROUP middle c COUNT 1 STREAMS s >
        XINFO GROUPS s
        XDEL s 1-3
        XINFO GROUPS s
        XREADGROUP GROUP zero c COUNT 1 STREAMS s >
        XREADGROUP GROUP first c COUNT 1 STREAMS s >
        XINFO GROUPS s
        XDEL s 1-1
        XINFO GROUPS s
        XTRIM s MAXLEN 1
        XINFO GROUPS s
        XREADGROUP GROUP zero c STREAMS s >
        XREADGROUP GROUP first c STREAMS s >
        XINFO GROUPS s
        XDEL s 1-5
        XINFO GROUPS s
        XADD s 2-1 a 1
        XINFO GROUPS s
        XSETID s 3-3 ENTRIESADDED 100 MAXDELETEDID 3-2
        XINFO GROUPS s
        XADD s 4-1 a 1
        XREADGROUP GROUP zero c STREAMS s >
        XINFO GROUPS s
        XINFO STREAM s
        """);
}
