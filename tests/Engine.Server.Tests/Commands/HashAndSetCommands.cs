using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the families Hashes and Sets over a few keys, some of which hold strings. SPOP draws at random,
/// so that it is compared only where it has no choice.
/// </summary>
internal static class HashAndSetCommands
{
    private static readonly CommandTemplate[] s_hashReads =
    [
        new(3, "HGET {key} {name}"), new(1, "HMGET {key} {name} {name}"), new(1, "HEXISTS {key} {name}"),
        new(1, "HSTRLEN {key} {name}"), new(1, "HLEN {key}"), new(2, "HGETALL {key}"), new(1, "{HKEYS|HVALS} {key}"),
        new(1, "HSCAN {key} 0 COUNT 1000 {|MATCH *[0-2]|MATCH f*}"), new(1, "HRANDFIELD {key} {|100|0|100 WITHVALUES}"),
    ];

    private static readonly CommandTemplate[] s_hashWrites =
    [
        new(6, "HSET {key} {name} {value}"), new(2, "{HSET|HMSET} {key} {name} {value} {name} {value}"),
        new(2, "HSETNX {key} {name} {value}"), new(2, "HDEL {key} {name}"), new(1, "HDEL {key} {name} {name} {name}"),
        new(3, "HINCRBY {key} {name} {int}"), new(3, "HINCRBYFLOAT {key} {name} {float}"),
    ];

    private static readonly CommandTemplate[] s_setReads =
    [
        new(2, "SISMEMBER {key} {name}"), new(1, "SMISMEMBER {key} {name} {name}"), new(1, "SCARD {key}"),
        new(2, "SMEMBERS {key}"), new(1, "SSCAN {key} 0 COUNT 1000 {|MATCH *[0-2]|MATCH m*}"),
        new(1, "SRANDMEMBER {key} {|100|0}"), new(3, "{SINTER|SUNION|SDIFF} {key} {key}"),
        new(1, "{SINTER|SUNION|SDIFF} {key} {key} {key} {key}"), new(1, "SINTERCARD 2 {key} {key} {|LIMIT 1|LIMIT 0}"),
    ];

    private static readonly CommandTemplate[] s_setWrites =
    [
        new(8, "SADD {key} {name}"), new(4, "SADD {key} {name} {name} {name}"), new(3, "SREM {key} {name}"),
        new(3, "SMOVE {key} {key} {name}"), new(1, "SPOP {key} {0|100}"),
        new(3, "{SINTERSTORE|SUNIONSTORE|SDIFFSTORE} {key} {key} {key}"),
        new(1, "{SINTERSTORE|SUNIONSTORE|SDIFFSTORE} {key} {key} {key} {key} {key}"),
    ];

    private static readonly CommandTemplate[] s_keys =
    [
        new(1, "DEL {key}"), new(1, "UNLINK {key} {key}"), new(2, "COPY {key} {key} {|REPLACE}"),
        new(2, "RENAME {key} {key}"), new(1, "MOVE {key} 1"), new(1, "SET {key} {value}"),
        new(1, "EXPIRE {key} {seconds}"), new(1, "PEXPIREAT {key} 1"), new(1, "PERSIST {key}"),
        new(1, "SELECT {0|1}"), new(1, "GET {key}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "HSET {key} {name}"), new(1, "HSET {key} {name} {value} {name}"), new(1, "HINCRBY {key} {name} {value}"),
        new(1, "HINCRBYFLOAT {key} {name} {value}"), new(1, "{HSCAN|SSCAN} {key} {x|0 COUNT 0|0 nonsense|0 MATCH}"),
        new(1, "{HRANDFIELD|SRANDMEMBER} {key} {x|1.5|1 2 3}"), new(1, "SPOP {key} {x|-1|1 2}"),
        new(1, "SINTERCARD {0|x|3|1} {key} {|LIMIT|LIMIT -1|nonsense}"), new(1, "SADD {key}"),
        new(1, "SMOVE {key} {key}"),
    ];

    private static readonly CommandTemplate[] s_looks =
        [new(4, "OBJECT ENCODING {key}"), new(2, "TYPE {key}"), new(1, "EXISTS {key}"), new(2, "DEBUG DIGEST")];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } = Make(
        [.. s_hashReads, .. s_hashWrites, .. s_setReads, .. s_setWrites, .. s_keys, .. s_mistakes, .. s_looks]);

    /// <summary>Commands that change something in the same way on all servers, and mistakes.</summary>
    public static RandomCommands Changes { get; } =
        Make([.. s_hashWrites, .. s_setWrites, .. s_keys, .. s_mistakes]);

    /// <summary>Commands of which the journal says what they changed, by chance or not.</summary>
    public static RandomCommands Repeatable { get; } =
        Make([.. s_hashWrites, .. s_setWrites, .. s_keys, new(3, "SPOP {key} {|1|2|3}")]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            // Fields and members, so that numbers and texts meet in one collection.
            ["name"] = random => random.Next(5) switch
            {
                0 => "{member}",
                1 => "{value}",
                2 => random.Next(-3, 5).ToString(CultureInfo.InvariantCulture),
                3 => "{int}",
                _ => "{field}",
            },
        },
    };
}
