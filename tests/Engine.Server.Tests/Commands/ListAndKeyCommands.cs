using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the family Lists over a few keys, some of which hold strings. Those that may wait are given a
/// time that is soon over.
/// </summary>
internal static class ListAndKeyCommands
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(4, "LRANGE {key} {index} {index}"), new(2, "LRANGE {key} 0 -1"), new(2, "LINDEX {key} {index}"),
        new(1, "LLEN {key}"), new(2, "LPOS {key} {element} {|RANK {index}} {|COUNT {0|1|2}} {|MAXLEN {0|1|5}}"),
    ];

    private static readonly CommandTemplate[] s_writes =
    [
        new(14, "{LPUSH|RPUSH} {key} {element} {|{element} {element} {element}}"),
        new(2, "{LPUSHX|RPUSHX} {key} {element} {|{element}}"), new(3, "{LPOP|RPOP} {key} {|0|1|2|5|1000}"),
        new(3, "LSET {key} {index} {element}"), new(4, "LINSERT {key} {BEFORE|AFTER} {element} {element}"),
        new(2, "LREM {key} {-2|-1|0|1|2} {element}"), new(1, "LTRIM {key} {index} {index}"),
        new(3, "LMOVE {key} {key} {LEFT|RIGHT} {LEFT|RIGHT}"), new(1, "RPOPLPUSH {key} {key}"),
        new(2, "LMPOP 2 {key} {key} {LEFT|RIGHT} {|COUNT {1|2|1000}}"),
    ];

    private static readonly CommandTemplate[] s_waits =
    [
        new(1, "{BLPOP|BRPOP} {key} {key} 0.001"), new(1, "BLMOVE {key} {key} {LEFT|RIGHT} {LEFT|RIGHT} 0.001"),
        new(1, "BRPOPLPUSH {key} {key} 0.001"), new(1, "BLMPOP 0.001 2 {key} {key} {LEFT|RIGHT} {|COUNT {1|2|1000}}"),
    ];

    private static readonly CommandTemplate[] s_keys =
    [
        new(1, "DEL {key}"), new(2, "COPY {key} {key} {|REPLACE}"), new(1, "RENAME {key} {key}"),
        new(1, "MOVE {key} 1"), new(1, "SET {key} text"), new(1, "EXPIRE {key} {seconds}"),
        new(1, "PEXPIREAT {key} 1"), new(1, "SELECT {0|1}"), new(1, "GET {key}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "{LPUSH|RPUSHX} {key}"), new(1, "{LPOP|RPOP} {key} {-1|x|1 2}"), new(1, "BLPOP {key} {x|-1}"),
        new(1, "LSET {key} {x|100} {element}"), new(1, "LINSERT {key} NEAR {element} {element}"),
        new(1, "{LREM|LTRIM|LRANGE} {key} x 1"), new(1, "LMOVE {key} {key} {LEFT UP|UP LEFT}"),
        new(1, "LPOS {key} {element} {RANK 0|RANK x|COUNT -1|MAXLEN -1|COUNT|nonsense 1}"),
        new(1, "LMPOP {0|x|3|1} {key} {LEFT|UP|LEFT COUNT 0|LEFT COUNT}"),
    ];

    private static readonly CommandTemplate[] s_looks =
    [
        new(3, "DEBUG OBJECT {key}"), new(1, "OBJECT ENCODING {key}"), new(1, "TYPE {key}"), new(2, "DEBUG DIGEST"),
    ];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } =
        Make([.. s_reads, .. s_writes, .. s_waits, .. s_keys, .. s_mistakes, .. s_looks]);

    /// <summary>
    /// The commands that change something, none of which waits, and mistakes that must change nothing.
    /// </summary>
    public static RandomCommands Changes { get; } = Make([.. s_writes, .. s_keys, .. s_mistakes]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["element"] = random => random.Next(3) switch
            {
                0 => "{value}",
                1 => "{member}",
                _ => "{index}",
            },
        },
    };
}
