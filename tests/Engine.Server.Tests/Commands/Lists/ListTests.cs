using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Lists;

public sealed class ListTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Elements_are_pushed_at_both_ends() => CompareAsync("""
        LPUSH l a
        LPUSH l b c d
        RPUSH l 1 2 "" -5 012
        RPUSH l 9223372036854775807 9223372036854775808 "\x00\xff\r\n"
        LRANGE l 0 -1
        LLEN l
        TYPE l
        OBJECT ENCODING l
        LPUSHX l x y
        RPUSHX l z
        LPUSHX missing x
        RPUSHX missing x
        EXISTS missing
        LRANGE l 0 -1
        LPUSH l
        RPUSH
        LPUSHX l
        RPUSHX l
        LLEN
        LLEN l l
        LLEN missing
        """);

    [Fact]
    public Task Elements_are_popped_from_both_ends() => CompareAsync("""
        RPUSH l a b c 1 2 3 4
        LPOP l
        RPOP l
        LPOP l 0
        RPOP l 0
        LPOP l 2
        RPOP l 2
        LPOP l 100
        EXISTS l
        LPOP l
        RPOP l
        LPOP l 1
        RPOP l 0
        RPUSH l a
        RPOP l 9223372036854775807
        RPUSH l a b
        LPOP l -1
        LPOP l x
        LPOP l 9223372036854775808
        LPOP l 1 2
        LPOP missing -1
        LPOP
        RPOP
        RPOP l
        RPOP l
        EXISTS l
        """);

    [Fact]
    public Task Ranges_and_indexes_count_from_either_end() => CompareAsync("""
        RPUSH l 0 one 2 three 4
        LRANGE l 0 0
        LRANGE l 1 3
        LRANGE l -3 -2
        LRANGE l -100 100
        LRANGE l 3 1
        LRANGE l 5 10
        LRANGE l -10 -6
        LRANGE l -9223372036854775808 9223372036854775807
        LRANGE l 9223372036854775807 -9223372036854775808
        LRANGE l x 1
        LRANGE l 0 1.5
        LRANGE missing 0 -1
        LRANGE l 0
        LINDEX l 0
        LINDEX l -1
        LINDEX l 1
        LINDEX l 4
        LINDEX l 5
        LINDEX l -5
        LINDEX l -6
        LINDEX l 9223372036854775807
        LINDEX l -9223372036854775808
        LINDEX l x
        LINDEX missing 0
        LINDEX missing x
        LINDEX l
        """);

    [Fact]
    public Task Elements_are_replaced_and_inserted() => CompareAsync("""
        RPUSH l a b c a
        LSET l 0 x
        LSET l -1 "a much longer element than the one that stood there before it was replaced by this one"
        LSET l 2 77
        LSET l 4 y
        LSET l -5 y
        LSET l x y
        LSET l 9223372036854775808 y
        LSET missing 0 y
        LSET missing x y
        LSET l 0
        LRANGE l 0 -1
        LINSERT l BEFORE b before
        LINSERT l after 77 78
        LINSERT l AFTER nothing y
        LINSERT l Before x first
        LINSERT l AFTER "a much longer element than the one that stood there before it was replaced by this one" last
        LINSERT l NEAR b y
        LINSERT missing BEFORE a b
        LINSERT missing NEAR a b
        LINSERT l BEFORE a
        LRANGE l 0 -1
        """);

    [Fact]
    public Task Elements_are_removed_by_value_and_by_range() => CompareAsync("""
        RPUSH l a 1 a 2 a 1 a
        LREM l 2 a
        LRANGE l 0 -1
        LREM l -1 1
        LRANGE l 0 -1
        LREM l 0 a
        LREM l 0 nothing
        LREM l -9223372036854775808 2
        LREM l 9223372036854775807 1
        EXISTS l
        LREM l x a
        LREM l 0
        LREM missing 0 a
        RPUSH l 0 1 2 3 4 5 6 7 8 9
        LTRIM l 1 -2
        LRANGE l 0 -1
        LTRIM l -100 100
        LTRIM l 2 2
        LRANGE l 0 -1
        LTRIM l 1 0
        EXISTS l
        RPUSH l 0 1
        LTRIM l 5 10
        EXISTS l
        RPUSH l 0 1
        LTRIM l -9223372036854775808 9223372036854775807
        LTRIM l x 1
        LTRIM l 0 x
        LTRIM l 0
        LTRIM missing 0 1
        LTRIM l 9223372036854775807 -9223372036854775808
        EXISTS l
        """);

    [Fact]
    public Task Positions_of_elements_are_found() => CompareAsync("""
        RPUSH l a b c 1 2 3 c c 01
        LPOS l c
        LPOS l 1
        LPOS l 01
        LPOS l nothing
        LPOS l c RANK 2
        LPOS l c RANK -1
        LPOS l c RANK 4
        LPOS l c COUNT 2
        LPOS l c COUNT 0
        LPOS l c COUNT 2 RANK -1
        LPOS l c RANK 2 COUNT 0
        LPOS l nothing COUNT 0
        LPOS l c MAXLEN 2
        LPOS l c MAXLEN 3
        LPOS l c MAXLEN 3 COUNT 0 RANK -1
        LPOS l c MAXLEN 0 COUNT 0
        LPOS l c maxlen 9223372036854775807 count 9223372036854775807 rank 9223372036854775807
        LPOS l c RANK -9223372036854775807
        LPOS l c RANK -9223372036854775808
        LPOS l c RANK 0
        LPOS l c RANK x
        LPOS l c COUNT -1
        LPOS l c COUNT x
        LPOS l c MAXLEN -1
        LPOS l c MAXLEN x
        LPOS l c RANK
        LPOS l c NOPE 1
        LPOS l c COUNT 1 COUNT 2 RANK 5 RANK 1
        LPOS missing c
        LPOS missing c COUNT 1
        LPOS missing c RANK 0
        LPOS l
        """);

    [Fact]
    public Task Elements_are_moved_between_lists_and_within_one() => CompareAsync("""
        RPUSH a 1 2 3 4
        RPUSH b x y
        LMOVE a b LEFT LEFT
        LMOVE a b LEFT RIGHT
        LMOVE a b RIGHT LEFT
        LMOVE a c right right
        LRANGE b 0 -1
        LRANGE c 0 -1
        EXISTS a
        LMOVE b b LEFT RIGHT
        LMOVE b b RIGHT LEFT
        LMOVE b b LEFT LEFT
        LMOVE c c RIGHT RIGHT
        LRANGE b 0 -1
        LRANGE c 0 -1
        RPOPLPUSH b c
        RPOPLPUSH b b
        RPOPLPUSH c c
        LRANGE b 0 -1
        LRANGE c 0 -1
        LMOVE missing b LEFT RIGHT
        LMOVE missing other LEFT RIGHT
        RPOPLPUSH missing b
        LMOVE b c UP LEFT
        LMOVE b c LEFT DOWN
        LMOVE b c LEFT
        RPOPLPUSH b
        EXISTS other
        """);

    [Fact]
    public Task Elements_that_are_moved_within_a_list_may_be_long() => CompareAsync($"""
        RPUSH l {new string('a', 255)} {new string('b', 256)} {new string('c', 257)} {new string('d', 70_000)}
        LMOVE l l RIGHT LEFT
        LMOVE l l RIGHT LEFT
        LMOVE l l LEFT RIGHT
        RPOPLPUSH l l
        RPOPLPUSH l l
        LRANGE l 0 -1
        """);

    [Fact]
    public Task The_first_list_that_is_there_is_popped() => CompareAsync("""
        RPUSH a 1 2 3 4 5
        RPUSH b x y
        LMPOP 1 a LEFT
        LMPOP 3 missing a b RIGHT COUNT 2
        LMPOP 2 a b left count 100
        LMPOP 2 a b RIGHT COUNT 9223372036854775807
        LMPOP 2 a b RIGHT
        EXISTS a b
        LMPOP 0 a LEFT
        LMPOP -1 a LEFT
        LMPOP x a LEFT
        LMPOP 2 a LEFT
        LMPOP 9223372036854775807 a LEFT
        LMPOP 1 a UP
        LMPOP 1 a LEFT COUNT
        LMPOP 1 a LEFT COUNT 0
        LMPOP 1 a LEFT COUNT -1
        LMPOP 1 a LEFT COUNT x
        LMPOP 1 a LEFT NOPE 1
        LMPOP 1 a LEFT COUNT 1 COUNT 1
        LMPOP 1 a
        """);

    [Fact]
    public Task Other_types_are_refused() => CompareAsync("""
        SET s text
        RPUSH l a
        LPUSH s a
        RPUSH s a
        LPUSHX s a
        RPUSHX s a
        LPOP s
        RPOP s
        LPOP s 0
        LPOP s -1
        LLEN s
        LINDEX s 0
        LINDEX s x
        LSET s 0 a
        LSET s x a
        LINSERT s BEFORE a b
        LINSERT s NEAR a b
        LRANGE s 0 -1
        LRANGE s x 1
        LREM s 0 a
        LREM s x a
        LTRIM s 0 1
        LTRIM s x 1
        LPOS s a
        LPOS s a RANK 0
        LMOVE s l LEFT LEFT
        LMOVE l s LEFT LEFT
        LMOVE missing s LEFT LEFT
        RPOPLPUSH s l
        RPOPLPUSH l s
        LMPOP 1 s LEFT
        LMPOP 2 missing s LEFT
        LMPOP 2 l s LEFT
        BLPOP s 0
        BRPOP missing s 0
        BLMPOP 0 1 s LEFT
        BLMOVE s l LEFT LEFT 0
        BRPOPLPUSH s l 0
        RPUSH l a
        BLMOVE l s LEFT LEFT 0
        BRPOPLPUSH l s 0
        LRANGE l 0 -1
        GET l
        APPEND l a
        INCR l
        GETSET l a
        SETRANGE l 0 a
        GET s
        """);

    [Fact]
    public Task Lists_live_and_die_like_other_keys() => CompareAsync("""
        RPUSH l a b c
        COPY l copy
        RPUSH copy d
        LRANGE l 0 -1
        RENAME copy other
        MOVE other 1
        SELECT 1
        LRANGE other 0 -1
        EXPIRE other 1000
        LPOP other
        TTL other
        PERSIST other
        SELECT 0
        SET l text
        GET l
        DEL l
        RPUSH l x
        SET l y GET
        PEXPIRE l 1
        FLUSHALL
        RPUSH l x
        PEXPIREAT l 1
        RPUSH l y
        LRANGE l 0 -1
        TTL l
        """);

    [Fact]
    public Task Watched_lists_are_noticed() => CompareAsync("""
        RPUSH l a b a
        WATCH l
        @2 LTRIM l 0 -1
        MULTI
        EXEC
        WATCH l
        @2 LREM l 0 nothing
        @2 LINSERT l BEFORE nothing x
        @2 LPOP l 0
        MULTI
        EXEC
        WATCH l
        @2 LSET l 0 a
        MULTI
        EXEC
        WATCH l other
        @2 LMOVE l other LEFT LEFT
        MULTI
        EXEC
        WATCH l
        @2 LREM l 1 b
        MULTI
        EXEC
        WATCH l
        @2 LPOP l 5
        MULTI
        EXEC
        """);
}
