using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Sets;

/// <summary>Commands on sets.</summary>
internal static partial class SetCommands
{
    private const string PerArgument = "O(N) where N is the number of members that are named";
    private const string PerReturned = "O(1), with a count O(N) where N is the number of members that are returned";
    private const string Intersection = "O(N*M) where N is the size of the smallest set and M the number of sets";
    private const string AllMembers = "O(N) where N is the number of members of all sets";

    private static readonly string[] AnyOrder = ["nondeterministic_output_order"];
    private static readonly KeySpec[] KeyToSee = [KeySpec.At(1, KeyUse.ReadOnly)];
    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeysToRead = [KeySpec.From(1, KeyUse.ReadOnly | KeyUse.Access)];

    public static CommandSpec[] Table { get; } = [.. Reads, .. Writes, .. Draws, .. Combinations, .. Stores];

    private static CommandSpec[] Reads =>
    [
        new("sismember", 3, ReadOnly | Fast, IsMember)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Tells whether a set has a member.",
            Syntax = "key:key member",
        },
        new("smismember", -3, ReadOnly | Fast, AreMembers)
        {
            Group = CommandGroup.Set, Since = "6.2.0", Complexity = PerArgument, Keys = KeyToRead,
            Summary = "Tells which of several members a set has.",
            Syntax = "key:key member...",
        },
        new("scard", 2, ReadOnly | Fast, Count)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Returns the number of members of a set.",
            Syntax = "key:key",
        },
        new("smembers", 2, ReadOnly, Intersect)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Keys = KeyToRead,
            Complexity = "O(N) where N is the number of members",
            Summary = "Returns all members of a set.",
            Syntax = "key:key",
            Tips = AnyOrder,
        },
        new("sscan", -3, ReadOnly, Scan)
        {
            Group = CommandGroup.Set, Since = "2.8.0", Keys = KeyToRead,
            Complexity = "O(1) for each call, O(N) for all calls until the cursor is 0 again",
            Summary = "Returns some members and a cursor to go on with.",
            Syntax = "key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]",
            Tips = ["nondeterministic_output"],
        },
    ];

    private static CommandSpec[] Writes =>
    [
        new("sadd", -3, Write | DenyOom | Fast, Add)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = PerArgument,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Insert)],
            Summary = "Adds members to a set.",
            Syntax = "key:key member...",
        },
        new("srem", -3, Write | Fast, Remove)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = PerArgument,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Delete)],
            Summary = "Removes members, and the set with its last one.",
            Syntax = "key:key member...",
        },
        new("smove", 4, Write | Fast, Move)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = "O(1)",
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete),
                KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Insert),
            ],
            Summary = "Moves a member to another set.",
            Syntax = "source:key destination:key member",
        },
    ];

    private static CommandSpec[] Draws =>
    [
        new("spop", -2, Write | Fast, Pop)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = PerReturned,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete)],
            Summary = "Removes members at random and returns them.",
            Syntax = "key:key [count:integer@3.2.0]",
            Tips = ["nondeterministic_output"],
        },
        new("srandmember", -2, ReadOnly, RandomMember)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns members at random.",
            Syntax = "key:key [count:integer@2.6.0]",
            Tips = ["nondeterministic_output"],
        },
    ];

    private static CommandSpec[] Combinations =>
    [
        new("sinter", -2, ReadOnly, Intersect)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = Intersection, Keys = KeysToRead,
            Summary = "Returns the members that all of several sets have.",
            Syntax = "key:key...",
            Tips = AnyOrder,
        },
        new("sintercard", -3, ReadOnly | MovableKeys, IntersectCount)
        {
            Group = CommandGroup.Set, Since = "7.0.0", Complexity = Intersection,
            Keys = [KeySpec.Counted(1, KeyUse.ReadOnly | KeyUse.Access)],
            Summary = "Returns how many members all of several sets have.",
            Syntax = "numkeys:integer key:key... [LIMIT limit:integer]",
        },
        new("sunion", -2, ReadOnly, Union)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = AllMembers, Keys = KeysToRead,
            Summary = "Returns the members that any of several sets has.",
            Syntax = "key:key...",
            Tips = AnyOrder,
        },
        new("sdiff", -2, ReadOnly, Subtract)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = AllMembers, Keys = KeysToRead,
            Summary = "Returns the members of a set that none of several others has.",
            Syntax = "key:key...",
            Tips = AnyOrder,
        },
    ];

    private static CommandSpec[] Stores =>
    [
        new("sinterstore", -3, Write | DenyOom, IntersectAndStore)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = Intersection,
            Keys = StoreKeys(KeyUse.ReadWrite),
            Summary = "Stores the members that all of several sets have.",
            Syntax = "destination:key key:key...",
        },
        new("sunionstore", -3, Write | DenyOom, UnionAndStore)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = AllMembers,
            Keys = StoreKeys(KeyUse.Overwrite),
            Summary = "Stores the members that any of several sets has.",
            Syntax = "destination:key key:key...",
        },
        new("sdiffstore", -3, Write | DenyOom, SubtractAndStore)
        {
            Group = CommandGroup.Set, Since = "1.0.0", Complexity = AllMembers,
            Keys = StoreKeys(KeyUse.Overwrite),
            Summary = "Stores the members of a set that none of several others has.",
            Syntax = "destination:key key:key...",
        },
    ];

    private static KeySpec[] StoreKeys(KeyUse destination) =>
        [KeySpec.At(1, destination | KeyUse.Update), KeySpec.From(2, KeyUse.ReadOnly | KeyUse.Access)];
}
