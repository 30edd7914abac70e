using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

public sealed class SortedSetPropagationTests : PropagationComparison
{
    private const string EachKindOfChange = """
        ZADD z 1 a 2 b 3 c 4 d 5 e
        zadd z 1 a
        ZADD z NX 5 a
        ZADD z XX CH 5 a
        ZADD z GT 4 a
        ZADD z INCR 1 a
        ZADD z INCR 0 a
        ZADD z LT INCR 1 a
        ZADD z 1 a nan b
        ZINCRBY z 1.5 a
        ZINCRBY z 0 a
        zincrby z 0 new
        ZREM z missing
        ZREM z new missing
        ZPOPMIN z
        ZPOPMAX z 2
        ZPOPMIN z 0
        ZPOPMIN missing
        ZPOPMAX missing 3
        ZPOPMIN z 100
        ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i
        ZMPOP 2 missing z MIN
        ZMPOP 1 z MAX COUNT 2
        ZMPOP 1 missing MAX COUNT 2
        BZPOPMIN missing z 0
        BZPOPMAX z 1
        BZMPOP 0 2 missing z MIN
        BZMPOP 0 1 z MIN COUNT 2
        ZMPOP 1 z MAX COUNT 100
        ZADD z 1 a
        BZMPOP 0 1 z MIN COUNT 100
        ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g 8 h 9 i
        ZREMRANGEBYRANK z 0 0
        ZREMRANGEBYRANK z 100 200
        ZREMRANGEBYSCORE z 2 3
        ZREMRANGEBYSCORE z 2 3
        ZREMRANGEBYLEX z - (e
        ZREMRANGEBYLEX z [zz +
        ZRANGESTORE d z 0 1
        ZRANGESTORE d z 100 200
        ZRANGESTORE d z 100 200
        ZUNIONSTORE d 2 z z WEIGHTS 1 2
        ZUNIONSTORE d 1 missing
        ZUNIONSTORE d 1 missing
        ZINTERSTORE d 2 z z AGGREGATE MAX
        ZINTERSTORE d 2 z missing
        ZDIFFSTORE d 2 z missing
        ZDIFFSTORE d 2 z z
        ZRANDMEMBER z 5
        ZSCAN z 0
        ZUNION 1 z
        ZADD past 1 a
        PEXPIREAT past 1
        ZADD past 1 a
        PEXPIREAT past 1
        ZPOPMIN past
        ZADD past 1 a
        PEXPIREAT past 1
        ZUNIONSTORE d 2 z past
        ZADD past 1 a
        PEXPIREAT past 1
        ZRANGESTORE past z 0 0
        ZADD past 1 a
        PEXPIREAT past 1
        BZPOPMIN past z 0
        SET past v PXAT 1
        ZINTERSTORE past 2 z missing
        SET past v PXAT 1
        ZUNIONSTORE past 2 z missing
        SET past v PXAT 1
        ZRANGESTORE past missing 0 1
        SET past v PXAT 1
        ZADD past 1 a
        SET past v PXAT 1
        ZUNIONSTORE past 2 past z
        MULTI
        ZADD z 1 a
        ZPOPMIN z
        BZPOPMIN missing 0
        BZPOPMIN z 0
        BZMPOP 0 1 z MAX
        ZMPOP 1 missing MIN
        ZUNIONSTORE z 1 missing
        EXEC
        """;

    [Fact]
    public Task Each_kind_of_change_is_worded_as_redis_words_it() => CompareAsync(EachKindOfChange.Split('\n'));

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(SortedSetCommandTemplates.Changes.Generate(Soak.Iterations(usual: 2500, soak: 200_000), seed: 7));
}
