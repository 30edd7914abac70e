using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

public sealed class BitPropagationTests : PropagationComparison
{
    private const string EachKindOfChange = """
        SETBIT k 7 1
        setbit k 7 1
        SETBIT k 7 0
        SETBIT k 100 0
        SETBIT k 100 0
        SETBIT new 0 0
        BITFIELD k SET u8 0 1
        BITFIELD k SET u8 0 1
        BITFIELD k SET u8 0 2 INCRBY u8 8 1
        BITFIELD k GET u8 0
        BITFIELD k OVERFLOW FAIL SET u8 0 256
        BITFIELD grown OVERFLOW FAIL SET u8 0 256
        BITFIELD grown SET u8 0 0
        BITFIELD fresh SET u8 0 0
        BITFIELD_RO k GET u8 0
        BITOP AND d k k
        BITOP AND d k k
        BITOP NOT d missing
        BITOP NOT d missing
        BITCOUNT k
        BITPOS k 1
        SET past v PXAT 1
        SETBIT past 0 0
        SET past v PXAT 1
        BITFIELD past GET u8 0
        SET past v PXAT 1
        BITOP OR past past k
        SET past v PXAT 1
        BITOP OR past missing missing
        PFADD h
        PFADD h
        PFADD h a b
        PFADD h b a
        PFCOUNT h
        PFCOUNT h
        pfcount h h
        PFMERGE u h
        PFMERGE u h
        PFMERGE u
        PFDEBUG ENCODING h
        PFDEBUG TODENSE h
        PFDEBUG TODENSE h
        PFDEBUG GETREG u
        PFDEBUG GETREG u
        SET past v PXAT 1
        PFADD past a
        SET past v PXAT 1
        PFCOUNT past h
        SET past v PXAT 1
        PFMERGE past h
        EVAL "return redis.call('PFCOUNT', KEYS[1])" 1 past
        GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
        GEOADD g 13.361389 38.115556 Palermo
        geoadd g ch NX 15 37 17 15 38 Palermo
        GEOADD g XX CH 15 38 Palermo
        GEOADD missing XX 15 38 Palermo
        GEOADD g 200 1 a
        GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km
        GEOSEARCHSTORE e g FROMLONLAT 15 37 BYRADIUS 200 km
        GEOSEARCHSTORE e g FROMLONLAT 0 0 BYRADIUS 1 m
        GEOSEARCHSTORE e g FROMLONLAT 0 0 BYRADIUS 1 m
        GEOSEARCHSTORE e missing FROMLONLAT 0 0 BYRADIUS 1 m
        GEORADIUS g 15 37 200 km
        GEORADIUS g 15 37 200 km STORE e
        GEORADIUSBYMEMBER missing a 200 km STORE e
        GEORADIUSBYMEMBER g Palermo 200 km STOREDIST e
        SET past v PXAT 1
        GEOADD past 1 1 a
        SET past v PXAT 1
        GEOSEARCHSTORE past missing FROMLONLAT 0 0 BYRADIUS 1 m
        SET past v PXAT 1
        GEORADIUS past 15 37 200 km STORE e
        MULTI
        GEOADD g 1 1 one 2 2 two
        PFCOUNT u
        PFCOUNT u
        SETBIT k 3 1
        SETBIT k 3 1
        BITOP XOR d k k
        EXEC
        """;

    [Fact]
    public Task Each_kind_of_change_is_worded_as_redis_words_it() => CompareAsync(EachKindOfChange.Split('\n'));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(BitmapCommandTemplates.Changes.Generate(Soak.Iterations(usual: 1500, soak: 200_000), seed: 7));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_on_positions_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(GeoCommandTemplates.Changes.Generate(Soak.Iterations(usual: 1500, soak: 200_000), seed: 7));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_on_hyperloglogs_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(HyperLogLogCommandTemplates.Changes.Generate(
            Soak.Iterations(usual: 1500, soak: 200_000), seed: 7));
}
