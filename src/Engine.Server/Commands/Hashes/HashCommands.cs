using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Hashes;

/// <summary>Commands on hashes.</summary>
internal static partial class HashCommands
{
    private const string PerArgument = "O(N) where N is the number of fields that are named";
    private const string WholeHash = "O(N) where N is the number of fields in the hash";

    private static readonly KeySpec[] KeyToSee = [KeySpec.At(1, KeyUse.ReadOnly)];
    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToSet = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)];
    private static readonly KeySpec[] KeyToUpdate = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)];

    public static CommandSpec[] Table { get; } = [.. FieldReads, .. WholeReads, .. Writes, .. Counters];

    private static CommandSpec[] FieldReads =>
    [
        new("hget", 3, ReadOnly | Fast, Get)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = "O(1)", Keys = KeyToRead,
            Summary = "Returns the value of a field.",
            Syntax = "key:key field",
        },
        new("hmget", -3, ReadOnly | Fast, GetMany)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = PerArgument, Keys = KeyToRead,
            Summary = "Returns the values of several fields.",
            Syntax = "key:key field...",
        },
        new("hexists", 3, ReadOnly | Fast, Exists)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Tells whether a hash has a field.",
            Syntax = "key:key field",
        },
        new("hstrlen", 3, ReadOnly | Fast, ValueLength)
        {
            Group = CommandGroup.Hash, Since = "3.2.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Returns the length of a field's value.",
            Syntax = "key:key field",
        },
        new("hlen", 2, ReadOnly | Fast, Length)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Returns the number of fields in a hash.",
            Syntax = "key:key",
        },
    ];

    private static CommandSpec[] WholeReads =>
    [
        new("hgetall", 2, ReadOnly, GetAll)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = WholeHash, Keys = KeyToRead,
            Summary = "Returns all fields of a hash with their values.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output_order"],
        },
        new("hkeys", 2, ReadOnly, GetFields)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = WholeHash, Keys = KeyToRead,
            Summary = "Returns all fields of a hash.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output_order"],
        },
        new("hvals", 2, ReadOnly, GetValues)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = WholeHash, Keys = KeyToRead,
            Summary = "Returns the values of all fields of a hash.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output_order"],
        },
        new("hrandfield", -2, ReadOnly, RandomField)
        {
            Group = CommandGroup.Hash, Since = "6.2.0", Keys = KeyToRead,
            Complexity = "O(N) where N is the number of fields that are returned",
            Summary = "Returns fields at random, without or with their values.",
            Syntax = "key:key [options{count:integer [WITHVALUES]}]",
            Tips = ["nondeterministic_output"],
        },
        new("hscan", -3, ReadOnly, Scan)
        {
            Group = CommandGroup.Hash, Since = "2.8.0", Keys = KeyToRead,
            Complexity = "O(1) for each call, O(N) for all calls until the cursor is 0 again",
            Summary = "Returns some fields with their values and a cursor to go on with.",
            Syntax = "key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]",
            Tips = ["nondeterministic_output"],
        },
    ];

    private static CommandSpec[] Writes =>
    [
        new("hset", -4, Write | DenyOom | Fast, Set)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = PerArgument, Keys = KeyToSet,
            Summary = "Sets the values of fields.",
            Syntax = "key:key field_value{field value}...",
        },
        new("hmset", -4, Write | DenyOom | Fast, SetMany)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = PerArgument, Keys = KeyToSet,
            Summary = "Sets the values of fields.",
            Syntax = "key:key field_value{field value}...",
            Deprecated = ("4.0.0", "`HSET` with multiple field-value pairs"),
        },
        new("hsetnx", 4, Write | DenyOom | Fast, SetIfAbsent)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = "O(1)",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Insert)],
            Summary = "Sets the value of a field unless the hash has it.",
            Syntax = "key:key field value",
        },
        new("hdel", -3, Write | Fast, Delete)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = PerArgument,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Delete)],
            Summary = "Deletes fields, and the hash with its last one.",
            Syntax = "key:key field...",
        },
    ];

    private static CommandSpec[] Counters =>
    [
        new("hincrby", 4, Write | DenyOom | Fast, Increment)
        {
            Group = CommandGroup.Hash, Since = "2.0.0", Complexity = "O(1)", Keys = KeyToUpdate,
            Summary = "Adds to the integer that is a field's value.",
            Syntax = "key:key field increment:integer",
        },
        new("hincrbyfloat", 4, Write | DenyOom | Fast, IncrementByFloat)
        {
            Group = CommandGroup.Hash, Since = "2.6.0", Complexity = "O(1)", Keys = KeyToUpdate,
            Summary = "Adds to the decimal fraction that is a field's value.",
            Syntax = "key:key field increment:double",
        },
    ];
}
