using Engine.Server.Access;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Keys;

/// <summary>Commands on keys, whatever they hold.</summary>
internal static partial class KeyCommands
{
    private const string Constant = "O(1)";
    private const string Condition = "[condition(NX|XX|GT|LT)@7.0.0]";

    private static readonly KeySpec[] KeyToSee = [KeySpec.At(1, KeyUse.ReadOnly)];
    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToUpdate = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)];
    private static readonly KeySpec[] KeysToSee = [KeySpec.From(1, KeyUse.ReadOnly)];
    private static readonly KeySpec[] KeysToDelete = [KeySpec.From(1, KeyUse.Remove | KeyUse.Delete)];
    private static readonly string[] SumOfShards = ["request_policy:multi_shard", "response_policy:agg_sum"];

    public static CommandSpec[] Table { get; } =
        [.. Presence, .. Expiries, .. Places, .. Dumps, .. Searches, ObjectCommand];

    private static CommandSpec[] Presence =>
    [
        new("del", -2, Write, Delete)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Keys = KeysToDelete, Tips = SumOfShards, IsBrief = true,
            Complexity = "O(N) where N is the number of keys, and O(M) for each that holds M elements",
            Summary = "Deletes keys.",
            Syntax = "key:key...",
        },
        new("unlink", -2, Write | Fast, Unlink)
        {
            Group = CommandGroup.Generic, Since = "4.0.0", Keys = KeysToDelete, Tips = SumOfShards,
            Complexity = "O(N) where N is the number of keys; large values are freed later",
            Summary = "Deletes keys and leaves the work of freeing their values for later.",
            Syntax = "key:key...",
        },
        new("exists", -2, ReadOnly | Fast, Exists)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Keys = KeysToSee, Tips = SumOfShards,
            Complexity = "O(N) where N is the number of keys",
            Summary = "Counts which of some keys exist.",
            Syntax = "key:key...",
        },
        new("touch", -2, ReadOnly | Fast, Touch)
        {
            Group = CommandGroup.Generic, Since = "3.2.1", Keys = KeysToSee, Tips = SumOfShards,
            Complexity = "O(N) where N is the number of keys",
            Summary = "Marks keys as used now and counts those that exist.",
            Syntax = "key:key...",
        },
        new("type", 2, ReadOnly | Fast, Type)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant, Keys = KeyToSee,
            Summary = "Returns the type of the value that a key holds.",
            Syntax = "key:key",
        },
    ];

    private static CommandSpec[] Expiries =>
    [
        new("expire", -3, Write | Fast, Expire)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Lets a key expire after some seconds.",
            Syntax = "key:key seconds:integer " + Condition,
        },
        new("pexpire", -3, Write | Fast, ExpireMilliseconds)
        {
            Group = CommandGroup.Generic, Since = "2.6.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Lets a key expire after some milliseconds.",
            Syntax = "key:key milliseconds:integer " + Condition,
        },
        new("expireat", -3, Write | Fast, ExpireAt)
        {
            Group = CommandGroup.Generic, Since = "1.2.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Lets a key expire at a Unix time in seconds.",
            Syntax = "key:key unix-time-seconds:unix-time " + Condition,
        },
        new("pexpireat", -3, Write | Fast, ExpireAtMilliseconds)
        {
            Group = CommandGroup.Generic, Since = "2.6.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Lets a key expire at a Unix time in milliseconds.",
            Syntax = "key:key unix-time-milliseconds:unix-time " + Condition,
        },
        new("persist", 2, Write | Fast, Persist)
        {
            Group = CommandGroup.Generic, Since = "2.2.0", Complexity = Constant, Keys = KeyToUpdate,
            Summary = "Removes the expiry of a key.",
            Syntax = "key:key",
        },
        new("ttl", 2, ReadOnly | Fast, TimeToLive)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant, Keys = KeyToRead,
            Summary = "Returns the seconds until a key expires.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output"],
        },
        new("pttl", 2, ReadOnly | Fast, TimeToLiveMilliseconds)
        {
            Group = CommandGroup.Generic, Since = "2.6.0", Complexity = Constant, Keys = KeyToRead,
            Summary = "Returns the milliseconds until a key expires.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output"],
        },
        new("expiretime", 2, ReadOnly | Fast, ExpireTime)
        {
            Group = CommandGroup.Generic, Since = "7.0.0", Complexity = Constant, Keys = KeyToRead,
            Summary = "Returns the Unix time in seconds at which a key expires.",
            Syntax = "key:key",
        },
        new("pexpiretime", 2, ReadOnly | Fast, ExpireTimeMilliseconds)
        {
            Group = CommandGroup.Generic, Since = "7.0.0", Complexity = Constant, Keys = KeyToRead,
            Summary = "Returns the Unix time in milliseconds at which a key expires.",
            Syntax = "key:key",
        },
    ];

    private static CommandSpec[] Places =>
    [
        new("rename", 3, Write, Rename)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant,
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete),
                KeySpec.At(2, KeyUse.Overwrite | KeyUse.Update),
            ],
            Summary = "Gives a key another name.",
            Syntax = "key:key newkey:key",
        },
        new("renamenx", 3, Write | Fast, RenameIfAbsent)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant,
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete),
                KeySpec.At(2, KeyUse.Overwrite | KeyUse.Insert),
            ],
            Summary = "Gives a key another name unless that exists.",
            Syntax = "key:key newkey:key",
        },
        new("copy", -3, Write | DenyOom, Copy)
        {
            Group = CommandGroup.Generic, Since = "6.2.0",
            Complexity = "O(N) where N is the number of elements of the value",
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access),
                KeySpec.At(2, KeyUse.Overwrite | KeyUse.Update),
            ],
            Summary = "Copies the value of a key to another key.",
            Syntax = "source:key destination:key [DB destination-db:integer] [REPLACE]",
        },
        new("move", 3, Write | Fast, Move)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)],
            Summary = "Moves a key to another database.",
            Syntax = "key:key db:integer",
        },
    ];

    private static CommandSpec[] Searches =>
    [
        new("keys", 2, ReadOnly, Keys)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Acl = AclCategories.Dangerous,
            Complexity = "O(N) where N is the number of keys in the database",
            Summary = "Returns all keys that match a pattern.",
            Syntax = "pattern:pattern",
            Tips = ["request_policy:all_shards", "nondeterministic_output_order"],
        },
        new("scan", -2, ReadOnly, Scan)
        {
            Group = CommandGroup.Generic, Since = "2.8.0",
            Complexity = "O(1) for each call, O(N) for all calls until the cursor is 0 again",
            Summary = "Returns some keys and a cursor to go on with.",
            Syntax = "cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type@6.0.0]",
            Tips = ["nondeterministic_output", "request_policy:special"],
        },
        new("randomkey", 1, ReadOnly, RandomKey)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Constant,
            Summary = "Returns a key at random.",
            Tips = ["request_policy:all_shards", "nondeterministic_output"],
        },
    ];
}
