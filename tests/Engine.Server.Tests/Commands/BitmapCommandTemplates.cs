using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the family Bitmaps over a few keys, some of which hold other strings and lists.
/// </summary>
internal static class BitmapCommandTemplates
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(3, "GETBIT {key} {offset}"), new(4, "BITCOUNT {key} {|{index} {index}|{index} {index} {BIT|BYTE}}"),
        new(3, "BITPOS {key} {0|1} {|{index}|{index} {index}|{index} {index} {BIT|BYTE}}"),
        new(2, "{BITFIELD|BITFIELD_RO} {key} GET {field} GET {field}"), new(4, "GET {key}"), new(1, "STRLEN {key}"),
    ];

    private static readonly CommandTemplate[] s_writes =
    [
        new(8, "SETBIT {key} {offset} {0|1}"), new(3, "BITOP {AND|OR|XOR} {key} {key} {key}"),
        new(1, "BITOP {AND|OR|XOR} {key} {key} {key} {key}"), new(2, "BITOP NOT {key} {key}"),
        new(4, "BITFIELD {key} {|OVERFLOW {WRAP|SAT}} {SET|INCRBY} {field} {int} INCRBY {field} {index}"),
        new(1, "SET {key} {value}"), new(1, "APPEND {key} {value}"), new(1, "SETRANGE {key} {offset} {value}"),
        new(1, "LPUSH {key} a"), new(1, "SET {key} 7"),
    ];

    /// <summary>Redis grows the string without telling its file when an operation fails to fit.</summary>
    private static readonly CommandTemplate[] s_unjournalled =
        [new(3, "BITFIELD {key} OVERFLOW FAIL {SET|INCRBY} {field} {int} INCRBY {field} {index}")];

    private static readonly CommandTemplate[] s_keys =
    [
        new(1, "DEL {key}"), new(1, "COPY {key} {key} REPLACE"), new(1, "RENAME {key} {key}"),
        new(1, "EXPIRE {key} {seconds}"), new(1, "PEXPIREAT {key} 1"), new(1, "PERSIST {key}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "SETBIT {key} {-1|x|4294967296} {0|2|x}"), new(1, "BITFIELD {key} {SET u64 0 1|GET u8|nope|OVERFLOW x}"),
        new(1, "BITOP {NOT|nope} {key} {key} {key}"), new(1, "BITCOUNT {key} {x y|1|0 1 nope}"),
        new(1, "BITPOS {key} {2|x|1 x}"),
    ];

    private static readonly CommandTemplate[] s_looks = [new(2, "OBJECT ENCODING {key}"), new(1, "DEBUG DIGEST")];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } =
        Make([.. s_reads, .. s_writes, .. s_writes, .. s_unjournalled, .. s_keys, .. s_mistakes, .. s_looks]);

    /// <summary>Commands that change something, and mistakes.</summary>
    public static RandomCommands Changes { get; } = Make([.. s_writes, .. s_writes, .. s_keys, .. s_mistakes]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["offset"] = random => (random.Next(4) == 0 ? random.Next(5000) : random.Next(40))
                .ToString(CultureInfo.InvariantCulture),
            ["field"] = random => (random.Next(2) == 0 ? $"u{random.Next(1, 64)}" : $"i{random.Next(1, 65)}")
                + " {|#}" + random.Next(20).ToString(CultureInfo.InvariantCulture),
        },
    };
}
