using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the family Sorted sets over a few keys, some of which hold sets and strings. Members of ranges by
/// member are compared only where all scores are the same, which the key <c>same</c> sees to.
/// </summary>
internal static class SortedSetCommandTemplates
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(2, "ZSCORE {key} {name}"), new(1, "ZMSCORE {key} {name} {name}"), new(2, "{ZRANK|ZREVRANK} {key} {name}"),
        new(1, "ZCARD {key}"), new(2, "ZCOUNT {key} {from} {to}"), new(1, "ZLEXCOUNT same {first} {last}"),
        new(2, "{ZRANGE|ZREVRANGE} {key} {index} {index} {|WITHSCORES}"),
        new(2, "ZRANGEBYSCORE {key} {from} {to} {|WITHSCORES} {|LIMIT {index} {index}}"),
        new(2, "ZREVRANGEBYSCORE {key} {to} {from} {|WITHSCORES} {|LIMIT {index} {index}}"),
        new(2, "ZRANGEBYLEX same {first} {last} {|LIMIT {index} {index}}"),
        new(1, "ZREVRANGEBYLEX same {last} {first} {|LIMIT {index} {index}}"),
        new(2, "ZRANGE {key} 0 -1 WITHSCORES"), new(1, "ZRANDMEMBER {key} {100|0|100 WITHSCORES}"),
        new(1, "ZSCAN {key} 0 COUNT 1000 {|MATCH *[0-2]|MATCH m*}"),
        new(2, "{ZUNION|ZINTER} 2 {key} {key} {|WEIGHTS {float} {int}} {|AGGREGATE {SUM|MIN|MAX}} {|WITHSCORES}"),
        new(1, "{ZUNION|ZINTER|ZDIFF} 3 {key} {key} {key} WITHSCORES"), new(1, "ZINTERCARD 2 {key} {key} {|LIMIT 1}"),
    ];

    private static readonly CommandTemplate[] s_writes =
    [
        new(8, "ZADD {key} {score} {name}"), new(4, "ZADD {key} {score} {name} {score} {name} {score} {name}"),
        new(4, "ZADD {key} {NX|XX|GT|LT|XX GT|XX LT} {|CH} {score} {name} {score} {name}"),
        new(2, "ZADD {key} {|NX|XX|GT|LT} INCR {score} {name}"), new(3, "ZINCRBY {key} {score} {name}"),
        new(3, "ZADD same 0 {name}"), new(3, "ZREM {key} {name}"), new(1, "ZREM {key} {name} {name} {name}"),
        new(1, "ZREMRANGEBYRANK {key} {index} {index}"), new(1, "ZREMRANGEBYSCORE {key} {from} {to}"),
        new(1, "ZREMRANGEBYLEX same {first} {last}"), new(2, "{ZPOPMIN|ZPOPMAX} {key} {|0|1|2}"),
        new(1, "{ZPOPMIN|ZPOPMAX} {key}"), new(1, "ZMPOP 2 {key} {key} {MIN|MAX} {|COUNT 2}"),
        new(2, "{ZUNIONSTORE|ZINTERSTORE} {key} 2 {key} {key} {|WEIGHTS {float} {int}} {|AGGREGATE {SUM|MIN|MAX}}"),
        new(1, "{ZUNIONSTORE|ZINTERSTORE|ZDIFFSTORE} {key} 3 {key} {key} {key}"),
        new(2, "ZRANGESTORE {key} {key} {index} {index} {|REV}"),
        new(1, "ZRANGESTORE {key} {key} {from} {to} BYSCORE {|LIMIT {index} {index}}"), new(2, "SADD {key} {name} 1 2"),
    ];

    /// <summary>Not for a clock that stands still: there the waiting would not end.</summary>
    private static readonly CommandTemplate[] s_waits =
    [
        new(2, "{BZPOPMIN|BZPOPMAX} {key} {key} 0.001"), new(2, "BZMPOP 0.001 2 {key} {key} {MIN|MAX} {|COUNT 2}"),
    ];

    private static readonly CommandTemplate[] s_keys =
    [
        new(1, "DEL {key}"), new(2, "COPY {key} {key} {|REPLACE}"), new(2, "RENAME {key} {key}"),
        new(1, "MOVE {key} 1"), new(1, "SET {key} {value}"), new(1, "EXPIRE {key} {seconds}"),
        new(1, "PEXPIREAT {key} 1"), new(1, "PERSIST {key}"), new(1, "SELECT {0|1}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "ZADD {key} {NX XX|GT LT|INCR 1 a|nonsense} {score} {name}"), new(1, "ZADD {key} {value} {name}"),
        new(1, "ZINCRBY {key} nan {name}"), new(1, "ZRANGE {key} {x|0 1 LIMIT 0|0} 1 {BYLEX|REV REV|LIMIT 0 1}"),
        new(1, "ZPOPMIN {key} {x|-1|1 2}"), new(1, "ZUNION {0|x|3|1} {key} {|WEIGHTS x|AGGREGATE x|nonsense}"),
        new(1, "ZRANGEBYSCORE {key} {x|(y} 1"), new(1, "ZRANGEBYLEX {key} {value} +"),
    ];

    private static readonly CommandTemplate[] s_looks =
        [new(4, "OBJECT ENCODING {key}"), new(2, "TYPE {key}"), new(2, "DEBUG DIGEST")];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } =
        Make([.. s_reads, .. s_writes, .. s_writes, .. s_waits, .. s_keys, .. s_mistakes, .. s_looks]);

    /// <summary>Commands that change something, and mistakes.</summary>
    public static RandomCommands Changes { get; } = Make([.. s_writes, .. s_writes, .. s_keys, .. s_mistakes]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            // Members of sorted sets and of sets, so that numbers and texts meet.
            ["name"] = random => random.Next(4) switch
            {
                0 => "{member}",
                1 => "{value}",
                2 => random.Next(-3, 5).ToString(CultureInfo.InvariantCulture),
                _ => "{int}",
            },
            ["score"] = random => random.Next(5) switch
            {
                0 => "{float}",
                1 => "{int}",
                2 => "{inf|-inf|-0|1e300|-1e300|1e18|0.1|3e-320}",
                _ => random.Next(-3, 5).ToString(CultureInfo.InvariantCulture),
            },
            ["from"] = random => random.Next(3) == 0 ? "-inf" : $"{{|(}}{random.Next(-4, 3)}",
            ["to"] = random => random.Next(3) == 0 ? "+inf" : $"{{|(}}{random.Next(-2, 5)}",
            ["first"] = random => random.Next(3) == 0 ? "-" : $"{{[|(}}{random.Next(-3, 5)}",
            ["last"] = random => random.Next(3) == 0 ? "+" : $"{{[|(}}{{member}}",
        },
    };
}
