using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

public sealed class ListPropagationTests : PropagationComparison
{
    [Fact]
    public Task Each_kind_of_change_of_a_list_is_worded_as_redis_words_it() => CompareAsync("""
        RPUSH l a b c d e
        lpush l z
        LPUSHX missing a
        RPUSHX l f
        LPOP l
        lpop l 0
        LPOP l 2
        RPOP l 1
        RPOP missing
        LSET l 0 x
        LSET l 0 x
        LSET l 10 x
        LINSERT l BEFORE x y
        LINSERT l AFTER nothing y
        LREM l 0 nothing
        LREM l 0 y
        LTRIM l 0 -1
        LTRIM l 0 100
        RPUSH l a b c d e f g
        LTRIM l 1 -2
        LMOVE l m LEFT RIGHT
        lmove l l left right
        LMOVE missing m LEFT RIGHT
        RPOPLPUSH l m
        rpoplpush m m
        LMPOP 2 missing l LEFT
        LMPOP 2 missing l RIGHT COUNT 2
        LMPOP 1 missing LEFT
        LMPOP 2 l m left count 100
        RPUSH l a b c d e f g
        BLPOP missing l 0
        BRPOP l 0
        BLMPOP 0 2 missing l RIGHT
        BLMPOP 0 1 l LEFT COUNT 2
        BLMOVE l m LEFT RIGHT 0
        blmove l m left right 0
        BRPOPLPUSH m l 0
        LPUSH past a
        PEXPIREAT past 1
        LPOP past
        LPUSH past a
        PEXPIREAT past 1
        RPUSH past b
        LPUSH n a
        PEXPIREAT n 1
        LMOVE past n LEFT RIGHT
        MULTI
        RPUSH l a b
        BLPOP l 0
        BLPOP missing 0
        LMPOP 1 l LEFT COUNT 5
        LREM l 0 nothing
        EXEC
        SELECT 1
        RPUSH l a
        LTRIM l 1 0
        """.Split('\n'));

    [Fact]
    public Task Those_who_waited_leave_the_words_that_redis_leaves() => CompareAsync($"""
        {Waits}BLPOP l 0
        RPUSH l a b
        {Waits}BRPOP x y 0
        LPUSH x a b c
        {Waits}blpop z 0
        RPUSH z a
        {Waits}BLMPOP 0 2 e f LEFT COUNT 2
        RPUSH e 1 2 3
        {Waits}BLMPOP 0 1 f RIGHT COUNT 10
        RPUSH f 1 2 3
        {Waits}BLMPOP 0 1 f RIGHT
        RPUSH f 1
        {Waits}BLMOVE from to LEFT RIGHT 0
        RPUSH from 1 2
        {Waits}blmove other to left right 0
        RPUSH other 1
        {Waits}BRPOPLPUSH more to 0
        RPUSH more 1
        {Waits}BLPOP last 0
        LMOVE to last LEFT LEFT
        {Waits}BLPOP last 0
        MULTI
        RPUSH last a b
        RPUSH last c
        EXEC
        DEL last
        {Waits}BLMOVE last l LEFT LEFT 0
        MULTI
        RPUSH last a
        SET l text
        EXEC
        """.Split('\n'));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(ListAndKeyCommands.Changes.Generate(Soak.Iterations(usual: 1500, soak: 100_000), seed: 7));
}
