using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Lists;

/// <summary>Commands on lists.</summary>
internal static partial class ListCommands
{
    private const string Constant = "O(1)";
    private const string PerElement = "O(N) where N is the number of elements";
    private const string PerKey = "O(N) where N is the number of keys";
    private const string PerKeyAndElement = "O(N+M) where N is the number of keys and M that of the elements returned";
    private const string ToElement = "O(N) where N is the number of elements between the nearer end and the one meant";
    private const string Side = "(LEFT|RIGHT)";

    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToInsert = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Insert)];
    private static readonly KeySpec[] KeyToDelete = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Delete)];
    private static readonly KeySpec[] KeyToPop = [KeySpec.At(1, Popping)];
    private static readonly KeySpec[] KeysToMove = [.. KeyToPop, KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Insert)];
    private static readonly KeySpec[] KeysBeforeTimeout = [KeySpec.From(1, Popping, lastKey: -2)];

    public static CommandSpec[] Table { get; } = [.. Pushes, .. Pops, .. Reads, .. Edits, .. Moves, .. Waits];

    private static KeyUse Popping => KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete;

    private static CommandSpec[] Pushes =>
    [
        new("lpush", -3, Write | DenyOom | Fast, PushHead)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = PerElement, Keys = KeyToInsert,
            Summary = "Adds elements before the first one of a list, which is made if need be.",
            Syntax = "key:key element...",
        },
        new("rpush", -3, Write | DenyOom | Fast, PushTail)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = PerElement, Keys = KeyToInsert,
            Summary = "Adds elements behind the last one of a list, which is made if need be.",
            Syntax = "key:key element...",
        },
        new("lpushx", -3, Write | DenyOom | Fast, PushHeadIfPresent)
        {
            Group = CommandGroup.List, Since = "2.2.0", Complexity = PerElement, Keys = KeyToInsert,
            Summary = "Adds elements before the first one of a list that exists.",
            Syntax = "key:key element...",
        },
        new("rpushx", -3, Write | DenyOom | Fast, PushTailIfPresent)
        {
            Group = CommandGroup.List, Since = "2.2.0", Complexity = PerElement, Keys = KeyToInsert,
            Summary = "Adds elements behind the last one of a list that exists.",
            Syntax = "key:key element...",
        },
    ];

    private static CommandSpec[] Pops =>
    [
        new("lpop", -2, Write | Fast, PopHead)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = PerElement, Keys = KeyToPop,
            Summary = "Takes the first elements out of a list and returns them.",
            Syntax = "key:key [count:integer@6.2.0]",
        },
        new("rpop", -2, Write | Fast, PopTail)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = PerElement, Keys = KeyToPop,
            Summary = "Takes the last elements out of a list and returns them.",
            Syntax = "key:key [count:integer@6.2.0]",
        },
        new("lmpop", -4, Write | MovableKeys, PopFromFirst)
        {
            Group = CommandGroup.List, Since = "7.0.0", Complexity = PerKeyAndElement,
            Keys = [KeySpec.Counted(1, Popping)],
            Summary = "Takes elements out of the first list that is not empty and returns them.",
            Syntax = $"numkeys:integer key:key... where{Side} [COUNT count:integer]",
        },
    ];

    private static CommandSpec[] Reads =>
    [
        new("llen", 2, ReadOnly | Fast, Length)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = Constant,
            Keys = [KeySpec.At(1, KeyUse.ReadOnly)],
            Summary = "Returns the number of elements of a list.",
            Syntax = "key:key",
        },
        new("lindex", 3, ReadOnly, Index)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = ToElement, Keys = KeyToRead,
            Summary = "Returns the element at an index of a list.",
            Syntax = "key:key index:integer",
        },
        new("lrange", 4, ReadOnly, Range)
        {
            Group = CommandGroup.List, Since = "1.0.0", Keys = KeyToRead,
            Complexity = "O(S+N) where S is the distance of the range from the nearer end and N its length",
            Summary = "Returns a range of elements of a list.",
            Syntax = "key:key start:integer stop:integer",
        },
        new("lpos", -3, ReadOnly, Position)
        {
            Group = CommandGroup.List, Since = "6.0.6", Keys = KeyToRead,
            Complexity = "O(N) where N is the number of elements that are compared",
            Summary = "Returns the indexes of elements that equal a value.",
            Syntax = "key:key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]",
        },
    ];

    private static CommandSpec[] Edits =>
    [
        new("lset", 4, Write | DenyOom, Set)
        {
            Group = CommandGroup.List, Since = "1.0.0", Complexity = ToElement,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)],
            Summary = "Replaces the element at an index of a list.",
            Syntax = "key:key index:integer element",
        },
        new("linsert", 5, Write | DenyOom, Insert)
        {
            Group = CommandGroup.List, Since = "2.2.0", Keys = KeyToInsert,
            Complexity = "O(N) where N is the number of elements before the pivot",
            Summary = "Adds an element before or after the first one that equals a value.",
            Syntax = "key:key where(BEFORE|AFTER) pivot element",
        },
        new("lrem", 4, Write, Remove)
        {
            Group = CommandGroup.List, Since = "1.0.0", Keys = KeyToDelete,
            Complexity = "O(N+M) where N is the length of the list and M the number of elements removed",
            Summary = "Deletes the elements of a list that equal a value.",
            Syntax = "key:key count:integer element",
        },
        new("ltrim", 4, Write, Trim)
        {
            Group = CommandGroup.List, Since = "1.0.0", Keys = KeyToDelete,
            Complexity = "O(N) where N is the number of elements removed",
            Summary = "Deletes all elements of a list but those of a range.",
            Syntax = "key:key start:integer stop:integer",
        },
    ];

    private static CommandSpec[] Moves =>
    [
        new("lmove", 5, Write | DenyOom, Move)
        {
            Group = CommandGroup.List, Since = "6.2.0", Complexity = Constant, Keys = KeysToMove,
            Summary = "Moves an element from one end of a list to one end of another, or the same, and returns it.",
            Syntax = $"source:key destination:key wherefrom{Side} whereto{Side}",
        },
        new("rpoplpush", 3, Write | DenyOom, MoveTailToHead)
        {
            Group = CommandGroup.List, Since = "1.2.0", Complexity = Constant, Keys = KeysToMove,
            Summary = "Moves the last element of a list to the head of another and returns it.",
            Syntax = "source:key destination:key",
            Deprecated = ("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments"),
        },
    ];

    private static CommandSpec[] Waits =>
    [
        new("blpop", -3, Write | NoScript | CommandFlags.Blocking, WaitToPopHead)
        {
            Group = CommandGroup.List, Since = "2.0.0", Complexity = PerKey, Keys = KeysBeforeTimeout,
            Summary = "Takes the first element out of the first list that is not empty, or waits for one.",
            Syntax = "key:key... timeout:double",
        },
        new("brpop", -3, Write | NoScript | CommandFlags.Blocking, WaitToPopTail)
        {
            Group = CommandGroup.List, Since = "2.0.0", Complexity = PerKey, Keys = KeysBeforeTimeout,
            Summary = "Takes the last element out of the first list that is not empty, or waits for one.",
            Syntax = "key:key... timeout:double",
        },
        new("blmove", 6, Write | DenyOom | NoScript | CommandFlags.Blocking, WaitToMove)
        {
            Group = CommandGroup.List, Since = "6.2.0", Complexity = Constant, Keys = KeysToMove,
            Summary = "Moves an element from one list to another and returns it, or waits for one.",
            Syntax = $"source:key destination:key wherefrom{Side} whereto{Side} timeout:double",
        },
        new("brpoplpush", 4, Write | DenyOom | NoScript | CommandFlags.Blocking, WaitToMoveTailToHead)
        {
            Group = CommandGroup.List, Since = "2.2.0", Complexity = Constant, Keys = KeysToMove,
            Summary = "Moves the last element of a list to the head of another and returns it, or waits for one.",
            Syntax = "source:key destination:key timeout:double",
            Deprecated = ("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments"),
        },
        new("blmpop", -5, Write | CommandFlags.Blocking | MovableKeys, WaitToPopFromFirst)
        {
            Group = CommandGroup.List, Since = "7.0.0", Complexity = PerKeyAndElement,
            Keys = [KeySpec.Counted(2, Popping)],
            Summary = "Takes elements out of the first list that is not empty, or waits for some.",
            Syntax = $"timeout:double numkeys:integer key:key... where{Side} [COUNT count:integer]",
        },
    ];
}
