using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands of the family Geo over a few keys, some of which hold other sorted sets and strings.
/// </summary>
internal static class GeoCommandTemplates
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(3, "GEOPOS {key} {member} {member}"), new(2, "GEOHASH {key} {member} {member}"),
        new(3, "GEODIST {key} {member} {member} {|m|km|MI|ft}"),
        new(6, "GEOSEARCH {key} {from} {by} {order} {details}"),
        new(2, "{GEORADIUS|GEORADIUS_RO} {key} {place} {size} {order} {details}"),
        new(2, "{GEORADIUSBYMEMBER|GEORADIUSBYMEMBER_RO} {key} {member} {size} {order} {details}"),
        new(2, "ZRANGE {key} 0 -1 WITHSCORES"), new(1, "OBJECT ENCODING {key}"), new(1, "DEBUG DIGEST"),
    ];

    private static readonly CommandTemplate[] s_writes =
    [
        new(8, "GEOADD {key} {|NX|XX|CH|CH XX} {place} {member}"),
        new(4, "GEOADD {key} {place} {member} {place} {name}"),
        new(4, "GEOSEARCHSTORE {key} {key} {from} {by} {order} {|STOREDIST}"),
        new(2, "GEORADIUS {key} {place} {size} {order} {STORE|STOREDIST} {key}"),
        new(1, "GEORADIUSBYMEMBER {key} {member} {size} {order} {STORE|STOREDIST} {key}"),
        new(1, "ZREM {key} {member}"), new(1, "ZADD {key} {int} {member}"),
        new(1, "DEL {key}"), new(1, "SET {key} {value}"),
        new(1, "EXPIRE {key} {seconds}"), new(1, "PEXPIREAT {key} 1"),
    ];

    private static readonly CommandTemplate[] s_mistakes =
    [
        new(1, "GEOADD {key} {NX XX|x|181 1 a|1 1} {place} {member}"), new(1, "GEODIST {key} {member} {member} x"),
        new(1, "GEOSEARCH {key} {from} {from} {by} {ANY|COUNT 0|nope}"),
        new(1, "GEOSEARCHSTORE {key} {key} {from} {by} {WITHDIST|STORE x}"),
    ];

    public static RandomCommands All { get; } = Make([.. s_reads, .. s_writes, .. s_mistakes]);

    public static RandomCommands Changes { get; } = Make([.. s_writes, .. s_writes, .. s_mistakes]);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["name"] = random => $"name{random.Next(40)}",
            ["place"] = random => $"{Number(random.Next(-20, 20))} {Number(random.Next(-20, 20))}",
            ["from"] = _ => "{FROMMEMBER {member}|FROMLONLAT {place}}",
            ["by"] = _ => "{BYRADIUS {size}|BYBOX {length} {size}}",
            ["size"] = _ => "{length} {m|km|mi|ft}",
            ["length"] = random => Number(Math.Round(Math.Pow(10, random.NextDouble() * 5), 3)),
            ["order"] = _ => "{|ASC|DESC|COUNT 2|COUNT 2 DESC|COUNT 3 ANY}",
            ["details"] = _ => "{|WITHDIST|WITHCOORD WITHHASH}",
        },
    };

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
