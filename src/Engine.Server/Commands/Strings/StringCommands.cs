using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Strings;

/// <summary>Commands on strings.</summary>
internal static partial class StringCommands
{
    private const string Constant = "O(1)";
    private const string PerKey = "O(N) where N is the number of keys";

    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToUpdate = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)];
    private static readonly KeySpec[] KeyToOverwrite = [KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update)];

    public static CommandSpec[] Table { get; } = [.. Reads, .. Stores, .. Edits, .. Counters];

    private static CommandSpec[] Reads =>
    [
        new("get", 2, ReadOnly | Fast, Get)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToRead,
            Summary = "Returns the string that a key holds.",
            Syntax = "key:key",
        },
        new("mget", -2, ReadOnly | Fast, GetMany)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = PerKey,
            Keys = [KeySpec.From(1, KeyUse.ReadOnly | KeyUse.Access)],
            Summary = "Returns the strings that several keys hold.",
            Syntax = "key:key...",
            Tips = ["request_policy:multi_shard"],
        },
        new("getex", -2, Write | Fast, GetWithExpiry)
        {
            Group = CommandGroup.String, Since = "6.2.0", Complexity = Constant,
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update) with
                {
                    Notes = "RW and UPDATE because it changes the TTL",
                },
            ],
            Summary = "Returns the string that a key holds and sets or removes its expiry.",
            Syntax = "key:key [expiration(EX seconds:integer|PX milliseconds:integer|EXAT unix-time-seconds:unix-time|"
                + "PXAT unix-time-milliseconds:unix-time|PERSIST)]",
        },
        new("getdel", 2, Write | Fast, GetAndDelete)
        {
            Group = CommandGroup.String, Since = "6.2.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete)],
            Summary = "Returns the string that a key holds and deletes the key.",
            Syntax = "key:key",
        },
        new("strlen", 2, ReadOnly | Fast, Length)
        {
            Group = CommandGroup.String, Since = "2.2.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.ReadOnly)],
            Summary = "Returns the length of a string.",
            Syntax = "key:key",
        },
        new("getrange", 4, ReadOnly, GetRange)
        {
            Group = CommandGroup.String, Since = "2.4.0", Keys = KeyToRead,
            Complexity = "O(N) where N is the length of the returned string",
            Summary = "Returns a part of a string.",
            Syntax = "key:key start:integer end:integer",
        },
        new("substr", 4, ReadOnly, GetRange)
        {
            Group = CommandGroup.String, Since = "1.0.0", Keys = KeyToRead,
            Complexity = "O(N) where N is the length of the returned string",
            Summary = "Returns a part of a string.",
            Syntax = "key:key start:integer end:integer",
            Deprecated = ("2.0.0", "`GETRANGE`"),
        },
        new("lcs", -3, ReadOnly, LongestCommonSubsequence)
        {
            Group = CommandGroup.String, Since = "7.0.0",
            Complexity = "O(N*M) where N and M are the lengths of the two strings",
            Keys = [KeySpec.From(1, KeyUse.ReadOnly | KeyUse.Access, lastKey: 1)],
            Summary = "Returns the longest sequence of characters that two strings have in common.",
            Syntax = "key1:key key2:key#0 [LEN] [IDX] [MINMATCHLEN len:integer] [WITHMATCHLEN]",
        },
    ];

    private static CommandSpec[] Stores =>
    [
        new("set", -3, Write | DenyOom, Set)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, IsBrief = true,
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update | KeyUse.VariableFlags) with
                {
                    Notes = "RW and ACCESS due to the optional `GET` argument",
                },
            ],
            RefineKeyUse = SetUse,
            Summary = "Stores a string.",
            Syntax = "key:key value [condition(NX|XX)@2.6.12] [GET@6.2.0] [expiration(EX seconds:integer@2.6.12|"
                + "PX milliseconds:integer@2.6.12|EXAT unix-time-seconds:unix-time@6.2.0|"
                + "PXAT unix-time-milliseconds:unix-time@6.2.0|KEEPTTL@6.0.0)]",
        },
        new("setex", 4, Write | DenyOom, SetWithSeconds)
        {
            Group = CommandGroup.String, Since = "2.0.0", Complexity = Constant, Keys = KeyToOverwrite,
            Summary = "Stores a string that expires after some seconds.",
            Syntax = "key:key seconds:integer value",
        },
        new("psetex", 4, Write | DenyOom, SetWithMilliseconds)
        {
            Group = CommandGroup.String, Since = "2.6.0", Complexity = Constant, Keys = KeyToOverwrite,
            Summary = "Stores a string that expires after some milliseconds.",
            Syntax = "key:key milliseconds:integer value",
        },
        new("setnx", 3, Write | DenyOom | Fast, SetIfAbsent)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.Overwrite | KeyUse.Insert)],
            Summary = "Stores a string unless the key exists.",
            Syntax = "key:key value",
        },
        new("getset", 3, Write | DenyOom | Fast, GetAndSet)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Stores a string and returns the one that it replaces.",
            Syntax = "key:key value",
            Deprecated = ("6.2.0", "`SET` with the `!GET` argument"),
        },
        new("mset", -3, Write | DenyOom, SetMany)
        {
            Group = CommandGroup.String, Since = "1.0.1", Complexity = PerKey,
            Keys = [KeySpec.From(1, KeyUse.Overwrite | KeyUse.Update, step: 2)],
            Summary = "Stores several strings.",
            Syntax = "key_value{key:key value}...",
            Tips = ["request_policy:multi_shard", "response_policy:all_succeeded"],
        },
        new("msetnx", -3, Write | DenyOom, SetManyIfAbsent)
        {
            Group = CommandGroup.String, Since = "1.0.1", Complexity = PerKey,
            Keys = [KeySpec.From(1, KeyUse.Overwrite | KeyUse.Insert, step: 2)],
            Summary = "Stores several strings unless one of the keys exists.",
            Syntax = "key_value{key:key value}...",
            Tips = ["request_policy:multi_shard", "response_policy:agg_min"],
        },
    ];

    private static CommandSpec[] Edits =>
    [
        new("append", 3, Write | DenyOom | Fast, Append)
        {
            Group = CommandGroup.String, Since = "2.0.0",
            Complexity = "O(1), as long as what is appended is short: a string that grows gets twice the room",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Insert)],
            Summary = "Appends to a string, or stores it when there is none.",
            Syntax = "key:key value",
        },
        new("setrange", 4, Write | DenyOom, SetRange)
        {
            Group = CommandGroup.String, Since = "2.2.0",
            Complexity = "O(M) where M is the length of the value",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)],
            Summary = "Overwrites a part of a string, filling up with zero bytes to reach it.",
            Syntax = "key:key offset:integer value",
        },
    ];

    private static CommandSpec[] Counters =>
    [
        new("incr", 2, Write | DenyOom | Fast, Increment)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Adds one to an integer.",
            Syntax = "key:key",
        },
        new("decr", 2, Write | DenyOom | Fast, Decrement)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Subtracts one from an integer.",
            Syntax = "key:key",
        },
        new("incrby", 3, Write | DenyOom | Fast, IncrementBy)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Adds to an integer.",
            Syntax = "key:key increment:integer",
        },
        new("decrby", 3, Write | DenyOom | Fast, DecrementBy)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Subtracts from an integer.",
            Syntax = "key:key decrement:integer",
        },
        new("incrbyfloat", 3, Write | DenyOom | Fast, IncrementByFloat)
        {
            Group = CommandGroup.String, Since = "2.6.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Adds to a decimal fraction.",
            Syntax = "key:key increment:double",
        },
    ];
}
