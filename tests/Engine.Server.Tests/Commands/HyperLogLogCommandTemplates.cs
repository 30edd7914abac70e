using System.Globalization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>Random commands of the family HyperLogLogs over a few keys.</summary>
internal static class HyperLogLogCommandTemplates
{
    private static readonly CommandTemplate[] s_reads =
    [
        new(6, "PFCOUNT {key}"), new(3, "PFCOUNT {key} {key} {key}"), new(3, "GET {key}"),
        new(2, "PFDEBUG ENCODING {key}"), new(1, "OBJECT ENCODING {key}"), new(1, "DEBUG DIGEST"),
    ];

    private static readonly CommandTemplate[] s_writes =
    [
        new(4, "PFADD {key} {element}"), new(8, "PFADD {key} {element} {element} {element} {element} {element}"),
        new(1, "PFADD {key}"), new(2, "PFCOUNT {key}"), new(3, "PFMERGE {key} {key} {key}"), new(1, "PFMERGE {key}"),
        new(1, "DEL {key}"), new(1, "COPY {key} {key} REPLACE"), new(1, "RENAME {key} {key}"),
        new(1, "EXPIRE {key} {seconds}"), new(1, "PEXPIREAT {key} 1"), new(1, "SET {key} {value}"),
        new(1, "LPUSH {key} a"), new(1, "SETRANGE {key} {index} {value}"),
    ];

    public static RandomCommands All { get; } = Make([.. s_reads, .. s_writes]);

    public static RandomCommands Changes { get; } = Make(s_writes);

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes = { ["element"] = random => random.Next(100_000).ToString(CultureInfo.InvariantCulture) },
    };
}
