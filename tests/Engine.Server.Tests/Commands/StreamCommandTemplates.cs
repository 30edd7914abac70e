using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the family Streams over a few keys, some of which hold strings. Ids are small, so that they meet
/// again. Streams called plain have no groups, whose times would make the dumps of two servers differ.
/// </summary>
internal static class StreamCommandTemplates
{
    private static readonly CommandTemplate[] s_additions =
    [
        new(12, "XADD {stream} {ms}-* {entry}"), new(12, "XADD {stream} 30-* {entry}"),
        new(4, "XADD {stream} {id} {entry}"),
        new(3, "XADD {stream} {|NOMKSTREAM} {MAXLEN|MAXLEN =|MAXLEN ~} {0|3|20|100} {30-*|{id}} {entry}"),
        new(2, "XADD {stream} {MINID|MINID =} {id} {30-*|{ms}-*} {entry}"),
        new(2, "XADD {stream} MINID ~ {id} {|LIMIT 0|LIMIT 5|LIMIT 20} {30-*|{ms}-*} {entry}"),
    ];

    private static readonly CommandTemplate[] s_deletions =
    [
        new(6, "XDEL {stream} {id} {|{id} {id}}"), new(4, "XDEL {stream} 30-{low} 30-{low}"),
        new(2, "XTRIM {stream} {MAXLEN|MAXLEN =} {0|1|5|20}"), new(1, "XTRIM {stream} {MINID|MINID =} {id}"),
        new(2, "XTRIM {stream} {MAXLEN ~ 10|MINID ~ {id}} {|LIMIT 0|LIMIT 5|LIMIT 20}"),
        new(2, "XSETID {stream} {30-{low}|{id}} {|ENTRIESADDED {0|5|500}} {|MAXDELETEDID {id}}"),
    ];

    private static readonly CommandTemplate[] s_reads =
    [
        new(3, "XRANGE {stream} {-|{id}|({id}} {+|{id}|({id}} {|COUNT {0|1|5}}"),
        new(3, "XREVRANGE {stream} {+|{id}|({id}} {-|{id}|({id}} {|COUNT {0|1|5}}"),
        new(2, "XREAD {|COUNT {1|3}} STREAMS {stream} {id}"), new(1, "XREAD STREAMS {stream} {stream} {id} {id}"),
        new(1, "XREAD BLOCK 1 STREAMS {stream} {stream} $ {id}"),
        new(1, "XLEN {stream}"), new(4, "XINFO STREAM {stream} {|FULL|FULL COUNT {0|3}}"), new(2, "DUMP {plain}"),
        new(1, "DEBUG DIGEST-VALUE {stream}"), new(1, "TYPE {stream}"), new(1, "OBJECT ENCODING {stream}"),
        new(2, "XINFO GROUPS {key}"), new(2, "XINFO CONSUMERS {key} {group}"), new(2, "XPENDING {key} {group}"),
        new(3, "XPENDING {key} {group} {|IDLE {0|1000000}} {-|{id}|({id}} {+|{id}} {0|2|50} {|{consumer}}"),
    ];

    private static readonly CommandTemplate[] s_deliveries =
    [
        new(5, "XGROUP CREATE {key} {group} {0|0|$|{id}} {|MKSTREAM} {|ENTRIESREAD {-1|0|5|100}}"),
        new(1, "XGROUP SETID {key} {group} {0|$|{id}} {|ENTRIESREAD {-1|0|5}}"),
        new(1, "XGROUP CREATECONSUMER {key} {group} {consumer}"),
        new(1, "XGROUP DELCONSUMER {key} {group} {consumer}"),
        new(12, "XREADGROUP GROUP {group} {consumer} {|COUNT {1|2|10}} {||NOACK} STREAMS {key} >"),
        new(3, "XREADGROUP GROUP {group} {consumer} {|COUNT {1|2}} STREAMS {key} {0|{id}}"),
        new(2, "XREADGROUP GROUP {group} {consumer} {|COUNT 1} STREAMS {key} {key} > >"),
        new(1, "XREADGROUP GROUP {group} {consumer} BLOCK 1 STREAMS {key} >"),
        new(6, "XACK {key} {group} {id} {|{id} {id}}"), new(4, "XACK {key} {group} 30-{low} 30-{low}"),
        new(5, "XCLAIM {key} {group} {consumer} {0|0|100000} {id} {|30-{low} {id}} {claim} {claim}"),
        new(4, "XAUTOCLAIM {key} {group} {consumer} {0|0|100000} {0|-|{id}|({id}} {|COUNT {1|3}} {|JUSTID}"),
    ];

    private static readonly CommandTemplate[] s_keys =
    [
        new(1, "{DEL {stream}|DEL {stream}|PEXPIREAT {stream} 1|SET {stream} text|XGROUP DESTROY {key} {group}}"),
        new(1, "{COPY {key} {key}|COPY {key} {key} REPLACE|RENAME {key} {key}|COPY {plain} {plain} REPLACE}"),
        new(1, "EXPIRE {stream} {seconds}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "XADD {stream} {x|0-0|0|5-x|-} {entry}"), new(1, "XADD {stream} * a"), new(1, "XREAD STREAMS {key}"),
        new(1, "XTRIM {stream} {MAXLEN x|MINID x|MAXLEN 5 LIMIT 5|NONSENSE 1|MAXLEN 1 MINID 1}"),
        new(1, "XREADGROUP GROUP {group} {consumer} STREAMS {key} {$|x}"), new(1, "XACK {key} {group} x"),
        new(1, "XCLAIM {key} {group} {consumer} {x 1-1|0 1-1 NONSENSE}"),
    ];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } =
        Make([.. s_additions, .. s_deletions, .. s_reads, .. s_deliveries, .. s_keys, .. s_mistakes]);

    /// <summary>
    /// The commands that change something, none of which waits, and mistakes that must change nothing.
    /// </summary>
    public static RandomCommands Changes { get; } =
        Make([.. s_additions, .. s_deletions, .. s_deliveries.Where(IsImmediate), .. s_keys, .. s_mistakes]);

    private static bool IsImmediate(CommandTemplate template) =>
        !template.Line.Contains("BLOCK", StringComparison.Ordinal);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["key"] = random => $"key{random.Next(3)}",
            ["plain"] = random => $"plain{random.Next(2)}",
            ["stream"] = _ => "{{key}|{key}|{plain}}",
            ["group"] = random => $"group{random.Next(2)}",
            ["consumer"] = random => $"consumer{random.Next(3)}",
            ["ms"] = random => random.Next(1, 31).ToString(CultureInfo.InvariantCulture),
            ["low"] = random => random.Next(60).ToString(CultureInfo.InvariantCulture),
            ["id"] = _ => "{{ms}|{ms}-{low}|30-{low}}",
            ["entry"] = _ => "{a {value}|a {value} b {int}|b {value} a {value}|{field} {value}}",
            ["claim"] = _ => "{||JUSTID|FORCE|IDLE 5000000|TIME 1|RETRYCOUNT {0|3}|LASTID {id}}",
        },
    };
}
