using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

public sealed class StreamPropagationTests : PropagationComparison
{
    [Fact]
    public Task Each_kind_of_change_of_a_stream_is_worded_as_redis_words_it() => CompareAsync("""
        XADD s 1-1 a 1
        xadd s 1-* a 2
        XADD s 1-2 a 2
        XADD s NOMKSTREAM 2-* a 3
        XADD none NOMKSTREAM * a 3
        XADD s MAXLEN 3 3-1 a 4
        XADD s MAXLEN 3 3-* a 4
        XADD s maxlen ~ 3 3-* a 4
        XADD s MAXLEN ~ 3 LIMIT 7 4-4 a 4
        XADD s MINID ~ 3 LIMIT 7 4-* a 4
        XADD s MINID = 3-2 4-* a 4
        CONFIG SET stream-node-max-entries 2
        XADD s 5-1 a 1
        XADD s 5-2 a 1
        XADD s 5-3 a 1
        XADD s 5-4 a 1
        XADD s MAXLEN ~ 4 5-5 a 1
        XADD s MINID ~ 5-1 LIMIT 2 5-* a 1
        XTRIM s MAXLEN ~ 2
        XTRIM s MAXLEN ~ 2
        XTRIM s MINID ~ 5-4 LIMIT 10
        XTRIM s MINID = 5-5
        XTRIM s MINID 5-5
        XTRIM s MAXLEN = 1
        XTRIM s maxlen ~ 0
        XADD s 6-1 a 1
        XADD s 6-2 a 1
        XADD s 6-3 a 1
        XDEL s 6-1 6-9 6-2
        XDEL s 6-1
        XSETID s 7-7
        XSETID s 7-7 ENTRIESADDED 100 MAXDELETEDID 7-1
        XGROUP CREATE s g 0
        XGROUP CREATE s g 0
        XGROUP CREATE new g $ MKSTREAM
        XGROUP SETID s g 0
        XGROUP SETID s g $ ENTRIESREAD 5
        XGROUP CREATECONSUMER s g c
        XGROUP CREATECONSUMER s g c
        XGROUP DELCONSUMER s g c
        XGROUP DELCONSUMER s g c
        XGROUP DESTROY s g
        XGROUP DESTROY s g
        """.Split('\n'));

    [Fact]
    public Task Deliveries_are_worded_entry_by_entry() => CompareAsync("""
        XADD s 1-1 a 1
        XADD s 1-2 a 2
        XADD s 1-3 a 3
        XADD s 1-4 a 4
        XADD s 1-5 a 5
        XGROUP CREATE s g 0
        XREADGROUP GROUP g alice COUNT 2 STREAMS s >
        XREADGROUP GROUP g bob NOACK COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob NOACK COUNT 1 STREAMS s >
        XREADGROUP GROUP g bob STREAMS s >
        XREADGROUP GROUP g bob STREAMS s >
        XREADGROUP GROUP g carol STREAMS s >
        XREADGROUP GROUP g alice STREAMS s 0
        XREADGROUP GROUP g dave STREAMS s 0
        XREADGROUP GROUP g erin NOACK STREAMS s 0
        XACK s g 1-1
        XACK s g 1-1
        XCLAIM s g bob 0 1-2
        XCLAIM s g bob 0 1 9-9
        XCLAIM s g bob 100000 1-2
        XCLAIM s g bob 0 1-2 JUSTID
        XCLAIM s g bob 0 1-2 TIME 5 RETRYCOUNT 3
        XCLAIM s g bob 0 1-3 FORCE LASTID 5-5
        XCLAIM s g bob 0 9-9 LASTID 6-6
        XCLAIM s g frank 0 LASTID 7-7
        XCLAIM s g frank 0 LASTID 7-7
        XDEL s 1-2
        XCLAIM s g frank 0 1-2
        XAUTOCLAIM s g frank 0 0
        XAUTOCLAIM s g frank 0 0 JUSTID
        XAUTOCLAIM s g frank 100000 0
        XDEL s 1-5
        XAUTOCLAIM s g alice 0 0 COUNT 1
        XAUTOCLAIM s g alice 0 0
        MULTI
        XADD s 8-1 a 1
        XREADGROUP GROUP g alice STREAMS s >
        XREADGROUP GROUP g grace STREAMS s 0
        XACK s g 8-1
        EXEC
        """.Split('\n'));

    [Fact]
    public Task Those_who_waited_leave_the_words_that_redis_leaves() => CompareAsync($"""
        XGROUP CREATE s g $ MKSTREAM
        {Waits}XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        XADD s 1-1 a 1
        {Waits}XREADGROUP GROUP g d BLOCK 0 NOACK STREAMS s >
        XADD s 1-* a 1
        {Waits}XREAD BLOCK 0 STREAMS s $
        XADD s 1-* a 1
        XGROUP SETID s g $
        {Waits}XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        XGROUP DESTROY s g
        XGROUP CREATE s g $
        {Waits}XREADGROUP GROUP g c BLOCK 0 STREAMS s >
        DEL s
        """.Split('\n'));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(StreamCommandTemplates.Changes.Generate(Soak.Iterations(usual: 1500, soak: 100_000), seed: 7));
}
