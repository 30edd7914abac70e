using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Streams;

/// <summary>Commands on streams.</summary>
internal static partial class StreamCommands
{
    private const string Constant = "O(1)";
    private const string PerId = "O(M*log(N)) for M ids of N";
    private const string PerEntry = "O(log(N)+M) for M entries returned of N";
    private const string ToTrim =
        "[operator(\"=\"equal|\"~\"approximately)] threshold:string [LIMIT count:integer@6.2.0]";

    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToUpdate = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)];
    private static readonly KeySpec[] KeyToDelete = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Delete)];
    private static readonly KeySpec[] SecondToRead = [KeySpec.At(2, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] SecondToInsert = [KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Insert)];
    private static readonly KeySpec[] SecondToDelete = [KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Delete)];

    public static CommandSpec[] Table { get; } = [.. Changes, .. Reads, .. Waits, .. Deliveries, Groups, Descriptions];

    private static CommandSpec[] Changes =>
    [
        new("xadd", -5, Write | DenyOom | Fast, Add)
        {
            Group = CommandGroup.Stream, Since = "5.0.0",
            Complexity = "O(1), and O(N) for N entries that are trimmed",
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update) with
                {
                    Notes = "UPDATE instead of INSERT because of the optional trimming feature",
                },
            ],
            Summary = "Adds an entry to a stream, which is made if need be.",
            Syntax = "key:key [NOMKSTREAM@6.2.0] [trim{strategy(MAXLEN|MINID@6.2.0) " + ToTrim + "}] "
                + "id_or_auto(\"*\"auto_id|id:string) field_value{field value}...",
            Tips = ["nondeterministic_output"],
        },
        new("xtrim", -4, Write, Trim)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Keys = KeyToDelete,
            Complexity = "O(N) for N entries that are deleted, whole nodes of them at once",
            Summary = "Deletes the first entries of a stream, down to a length or an id.",
            Syntax = "key:key trim{strategy(MAXLEN|MINID@6.2.0) " + ToTrim + "}",
            Tips = ["nondeterministic_output"],
        },
        new("xdel", -3, Write | Fast, Delete)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerId, Keys = KeyToDelete,
            Summary = "Deletes entries by their ids and counts them.",
            Syntax = "key:key id:string...",
        },
        new("xsetid", -3, Write | DenyOom | Fast, SetLastId)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Sets what a stream remembers of its history, as replication needs it.",
            Syntax = "key:key last-id:string [ENTRIESADDED entries_added:integer@7.0.0] "
                + "[MAXDELETEDID max_deleted_entry_id:string@7.0.0]",
        },
    ];

    private static CommandSpec[] Reads =>
    [
        new("xlen", 2, ReadOnly | Fast, Length)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.ReadOnly)],
            Summary = "Returns the number of entries of a stream.",
            Syntax = "key:key",
        },
        new("xrange", -4, ReadOnly, Range)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerEntry, Keys = KeyToRead,
            Summary = "Returns the entries of a range of ids.",
            Syntax = "key:key start:string end:string [COUNT count:integer]",
        },
        new("xrevrange", -4, ReadOnly, ReversedRange)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerEntry, Keys = KeyToRead,
            Summary = "Returns the entries of a range of ids, the last one first.",
            Syntax = "key:key end:string start:string [COUNT count:integer]",
        },
    ];

    private static CommandSpec[] Waits =>
    [
        new("xread", -4, ReadOnly | CommandFlags.Blocking | MovableKeys, Read)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerEntry,
            Keys =
            [
                new KeySpec(KeyUse.ReadOnly | KeyUse.Access)
                {
                    Keyword = "STREAMS", KeywordFrom = 1, LastKey = -1, Limit = 2,
                },
            ],
            Summary = "Returns the entries behind an id of each of some streams, or waits for some.",
            Syntax = "[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS streams{key:key... id:string...}",
        },
        new("xreadgroup", -7, Write | CommandFlags.Blocking | MovableKeys, ReadForGroup)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerEntry,
            Keys =
            [
                new KeySpec(KeyUse.ReadOnly | KeyUse.Access)
                {
                    Keyword = "STREAMS", KeywordFrom = 4, LastKey = -1, Limit = 2,
                },
            ],
            Summary = "Gives a consumer entries that its group has not been given, or waits for some, "
                + "or returns those that it has not acknowledged.",
            Syntax = "GROUP group_consumer{group consumer} [COUNT count:integer] [BLOCK milliseconds:integer] "
                + "[NOACK] STREAMS streams{key:key... id:string...}",
        },
    ];

    private static CommandSpec[] Deliveries =>
    [
        new("xack", -4, Write | Fast, Acknowledge)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerId, Keys = KeyToUpdate,
            Summary = "Acknowledges entries, which then need no consumer any more, and counts them.",
            Syntax = "key:key group id:string...",
        },
        new("xclaim", -6, Write | Fast, Claim)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Complexity = PerId, Keys = KeyToUpdate,
            Summary = "Gives a consumer entries that others have not acknowledged for some time.",
            Syntax = "key:key group consumer min-idle-time id:string... [IDLE ms:integer] "
                + "[TIME unix-time-milliseconds:unix-time] [RETRYCOUNT count:integer] [FORCE] [JUSTID] "
                + "[LASTID id:string]",
            Tips = ["nondeterministic_output"],
        },
        new("xautoclaim", -6, Write | Fast, ClaimNext)
        {
            Group = CommandGroup.Stream, Since = "6.2.0", Keys = KeyToDelete,
            Complexity = "O(N*log(M)) for N entries looked at of M",
            Summary = "Gives a consumer the next entries that others have not acknowledged for some time.",
            Syntax = "key:key group consumer min-idle-time start [COUNT count:integer] [JUSTID]",
            Tips = ["nondeterministic_output"],
        },
        new("xpending", -3, ReadOnly, Pending)
        {
            Group = CommandGroup.Stream, Since = "5.0.0", Keys = KeyToRead,
            Complexity = "O(N*log(M)) for N entries looked at of M, and O(C) for C consumers",
            Summary = "Returns what the consumers of a group have not acknowledged.",
            Syntax = "key:key group [filters{[IDLE min-idle-time:integer@6.2.0] start end count:integer [consumer]}]",
            Tips = ["nondeterministic_output"],
        },
    ];
}
