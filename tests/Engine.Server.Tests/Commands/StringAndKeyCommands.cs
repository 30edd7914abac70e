using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the families Strings and Keys, and on whole databases, over a few keys in three databases.
/// OBJECT IDLETIME and OBJECT REFCOUNT are left out: Redis shares small integers among keys, so an idle time may be
/// that of another key, and whether a copy is shared depends on its history.
/// </summary>
internal static class StringAndKeyCommands
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(3, "GET {key}"), new(1, "MGET {key} {key} {key}"), new(1, "STRLEN {key}"),
        new(2, "GETRANGE {key} {index} {index}"), new(1, "SUBSTR {key} {index} {index}"),
        new(1, "LCS {key} {key} {|LEN|IDX|IDX WITHMATCHLEN|IDX MINMATCHLEN 2}"),
        new(1, "EXISTS {key} {key}"), new(1, "TOUCH {key} {key}"), new(1, "TYPE {key}"),
        new(3, "OBJECT ENCODING {key}"),
        new(1, "OBJECT FREQ {key}"),
        new(1, "TTL {key}"), new(1, "PTTL {key}"), new(1, "EXPIRETIME {key}"), new(2, "PEXPIRETIME {key}"),
        new(1, "KEYS {*|k*|*[1-3]|?ey4|[^k]*}"), new(1, "SCAN 0 COUNT 1000 {|MATCH *[0-2]|TYPE string|TYPE list}"),
        new(1, "RANDOMKEY"),
    ];

    private static readonly CommandTemplate[] s_stores =
    [
        new(3, "SET {key} {value}"), new(3, "SET {key} {value} {|NX|XX} {|GET} {|KEEPTTL|{time}}"),
        new(1, "SETNX {key} {value}"),
        new(1, "SETEX {key} {seconds} {value}"), new(1, "PSETEX {key} {seconds}000 {value}"),
        new(1, "GETSET {key} {value}"),
        new(1, "GETDEL {key}"), new(3, "GETEX {key} {|PERSIST|{time}}"), new(1, "MSET {key} {value} {key} {value}"),
        new(1, "MSETNX {key} {value} {key} {value}"), new(2, "APPEND {key} {value}"),
        new(2, "SETRANGE {key} {0|1|5|50|200} {value}"),
        new(2, "{INCR|DECR} {key}"), new(2, "{INCRBY|DECRBY} {key} {int}"), new(2, "INCRBYFLOAT {key} {float}"),
    ];

    private static readonly CommandTemplate[] s_keys =
    [
        new(2, "{DEL|UNLINK} {key} {key}"), new(2, "RENAME {key} {key}"), new(1, "RENAMENX {key} {key}"),
        new(2, "COPY {key} {key} {|DB {db}} {|REPLACE}"), new(2, "MOVE {key} {db}"), new(1, "PERSIST {key}"),
        new(2, "{EXPIRE|EXPIREAT} {key} {-1|0|4{seconds}000} {|NX|XX|GT|LT|XX GT}"),
        new(2, "{PEXPIRE|PEXPIREAT} {key} {-1|0|4{seconds}000000} {|NX|XX|GT|LT|XX LT}"),
        new(3, "SELECT {db}"), new(1, "SWAPDB {db} {db}"), new(1, "{FLUSHDB|FLUSHDB|FLUSHDB|FLUSHALL} {|ASYNC|SYNC}"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "SET {key} {value} {EX 0|PX -1|NX XX|EX 10 PX 10|EX|KEEPTTL EX 5|nonsense}"),
        new(1, "GETEX {key} {EX 0|PERSIST EX 1|NX}"),
        new(1, "EXPIRE {key} {x|1.5|9223372036854775807}"), new(1, "EXPIRE {key} 10 {NX XX|GT LT|nonsense}"),
        new(1, "INCRBY {key} {value}"),
        new(1, "SETRANGE {key} {-1|9223372036854775807|x} {value}"), new(1, "MOVE {key} {99|-1|x}"),
        new(1, "SWAPDB {0|x|99} {0|x|99}"),
        new(1, "COPY {key} {key} {DB 99|DB|nonsense}"), new(1, "SCAN {x|0 COUNT 0|0 MATCH|0 nonsense}"),
        new(1, "MSET {key}"),
        new(1, "OBJECT {ENCODING|nonsense} {|{key} {key}}"),
    ];

    /// <summary>Every command, and mistakes in its arguments.</summary>
    public static RandomCommands All { get; } = Make([.. s_reads, .. s_stores, .. s_stores, .. s_keys, .. s_mistakes]);

    /// <summary>
    /// The commands that change something, some reads that delete expired keys, and mistakes that must change nothing.
    /// </summary>
    public static RandomCommands Changes { get; } =
        Make([.. s_stores, .. s_keys, .. s_mistakes, new(10, "GET {key}"), new(2, "TTL {key}")]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["db"] = random => random.Next(3).ToString(CultureInfo.InvariantCulture),
            ["time"] = random => random.Next(6) switch
            {
                0 => "PXAT 1",
                1 => "EXAT 1",
                2 => "EX {seconds}",
                3 => "PX {seconds}000",
                4 => "EXAT 4{seconds}000",
                _ => "PXAT 4{seconds}000123",
            },
        },
    };
}
