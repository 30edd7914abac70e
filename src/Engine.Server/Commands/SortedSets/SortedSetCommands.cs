using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.SortedSets;

/// <summary>Commands on sorted sets.</summary>
internal static partial class SortedSetCommands
{
    private const string Logarithmic = "O(log(N)) where N is the number of members";
    private const string PerArgument = "O(N) where N is the number of members that are named";
    private const string PerReturned = "O(log(N)+M) where N is the number of members and M how many are returned";
    private const string PerRemoved = "O(M*log(N)) where N is the number of members and M how many are removed";
    private const string PerStored = "O(log(N)+M*log(M)) where N is the number of members and M how many are stored";
    private const string Union = "O(N+M*log(M)) where N is the number of members of all sets and M of the result";
    private const string Intersection =
        "O(N*K+M*log(M)) where N is the size of the smallest set, K the number of sets and M the size of the result";

    private const string Difference =
        "O(N*K+M*log(M)) where N is the size of the first set, K the number of sets and M the size of the result";

    private const string PerKey = "O(K+M*log(N)) where K is the number of keys, N of members and M of those removed";

    private const string Limit = "[LIMIT offset_count{offset:integer count:integer}]";
    private const string SortedBy = "[sortby(BYSCORE|BYLEX)]";
    private const string Sources = "numkeys:integer key:key...";
    private const string Weighted = "[WEIGHTS weight:integer...] [AGGREGATE aggregate(SUM|MIN|MAX)]";
    private const string OneEnd = "where(MIN|MAX) [COUNT count:integer]";

    private static readonly KeySpec[] KeyToSee = [KeySpec.At(1, KeyUse.ReadOnly)];
    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToDeleteFrom = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Delete)];
    private static readonly KeySpec[] KeyToPop = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete)];
    private static readonly KeySpec[] CountedKeysToRead = [KeySpec.Counted(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToStoreAndCountedKeys =
        [KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update), KeySpec.Counted(2, KeyUse.ReadOnly | KeyUse.Access)];

    public static CommandSpec[] Table { get; } =
        [.. Edits, .. Removals, .. Reads, .. Ranges, .. FormerRanges, .. Pops, .. Combinations, .. Stores];

    private static CommandSpec[] Edits =>
    [
        new("zadd", -4, Write | DenyOom | Fast, Add)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0",
            Complexity = "O(log(N)) for each member, where N is the number of members",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)],
            Summary = "Adds members with their scores, or changes the scores of those that are there.",
            Syntax = "key:key [condition(NX|XX)@3.0.2] [comparison(GT|LT)@6.2.0] [\"CH\"change@3.0.2] "
                + "[\"INCR\"increment@3.0.2] score_member{score:double member}...",
        },
        new("zincrby", 4, Write | DenyOom | Fast, IncrementBy)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = Logarithmic,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)],
            Summary = "Adds to the score of a member, which is added when it is missing.",
            Syntax = "key:key increment:integer member",
        },
    ];

    private static CommandSpec[] Removals =>
    [
        new("zrem", -3, Write | Fast, Remove)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = PerRemoved, Keys = KeyToDeleteFrom,
            Summary = "Removes members.",
            Syntax = "key:key member...",
        },
        new("zremrangebyrank", 4, Write, RemoveRangeByRank)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = PerRemoved, Keys = KeyToDeleteFrom,
            Summary = "Removes the members between two ranks.",
            Syntax = "key:key start:integer stop:integer",
        },
        new("zremrangebyscore", 4, Write, RemoveRangeByScore)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = PerRemoved, Keys = KeyToDeleteFrom,
            Summary = "Removes the members whose scores are between two.",
            Syntax = "key:key min:double max:double",
        },
        new("zremrangebylex", 4, Write, RemoveRangeByMember)
        {
            Group = CommandGroup.SortedSet, Since = "2.8.9", Complexity = PerRemoved, Keys = KeyToDeleteFrom,
            Summary = "Removes the members between two, of a sorted set whose scores are all the same.",
            Syntax = "key:key min max",
        },
    ];

    private static CommandSpec[] Reads =>
    [
        new("zcard", 2, ReadOnly | Fast, Count)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = "O(1)", Keys = KeyToSee,
            Summary = "Returns the number of members.",
            Syntax = "key:key",
        },
        new("zcount", 4, ReadOnly | Fast, CountByScore)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = Logarithmic, Keys = KeyToRead,
            Summary = "Counts the members whose scores are between two.",
            Syntax = "key:key min:double max:double",
        },
        new("zlexcount", 4, ReadOnly | Fast, CountByMember)
        {
            Group = CommandGroup.SortedSet, Since = "2.8.9", Complexity = Logarithmic, Keys = KeyToRead,
            Summary = "Counts the members between two, of a sorted set whose scores are all the same.",
            Syntax = "key:key min max",
        },
        new("zscore", 3, ReadOnly | Fast, Score)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = "O(1)", Keys = KeyToRead,
            Summary = "Returns the score of a member.",
            Syntax = "key:key member",
        },
        new("zmscore", -3, ReadOnly | Fast, Scores)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = PerArgument, Keys = KeyToRead,
            Summary = "Returns the scores of several members.",
            Syntax = "key:key member...",
        },
        new("zrank", 3, ReadOnly | Fast, Rank)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = Logarithmic, Keys = KeyToRead,
            Summary = "Returns how many members come before one.",
            Syntax = "key:key member",
        },
        new("zrevrank", 3, ReadOnly | Fast, ReverseRank)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = Logarithmic, Keys = KeyToRead,
            Summary = "Returns how many members come behind one.",
            Syntax = "key:key member",
        },
        new("zrandmember", -2, ReadOnly, RandomMember)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0",
            Complexity = "O(N) where N is the number of members that are returned", Keys = KeyToRead,
            Summary = "Returns members drawn at random.",
            Syntax = "key:key [options{count:integer [WITHSCORES]}]",
            Tips = ["nondeterministic_output"],
        },
        new("zscan", -3, ReadOnly, Scan)
        {
            Group = CommandGroup.SortedSet, Since = "2.8.0",
            Complexity = "O(1) for each call, O(N) for all N members", Keys = KeyToRead,
            Summary = "Goes through the members with their scores in steps.",
            Syntax = "key:key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]",
            Tips = ["nondeterministic_output"],
        },
    ];

    private static CommandSpec[] Ranges =>
    [
        new("zrange", -4, ReadOnly, Range)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members between two ranks, scores or members.",
            Syntax = "key:key start stop [sortby(BYSCORE|BYLEX)@6.2.0] [REV@6.2.0] "
                + "[LIMIT offset_count{offset:integer count:integer}@6.2.0] [WITHSCORES]",
        },
        new("zrangestore", -5, Write | DenyOom, RangeStore)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = PerStored,
            Keys =
            [
                KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update), KeySpec.At(2, KeyUse.ReadOnly | KeyUse.Access),
            ],
            Summary = "Stores the members between two ranks, scores or members as a sorted set.",
            Syntax = $"dst:key src:key min max {SortedBy} [REV] {Limit}",
        },
    ];

    private static CommandSpec[] FormerRanges =>
    [
        new("zrevrange", -4, ReadOnly, ReverseRange)
        {
            Group = CommandGroup.SortedSet, Since = "1.2.0", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members between two ranks that are counted from the end.",
            Syntax = "key:key start:integer stop:integer [WITHSCORES]",
            Deprecated = ("6.2.0", "`ZRANGE` with the `REV` argument"),
        },
        new("zrangebyscore", -4, ReadOnly, RangeByScore)
        {
            Group = CommandGroup.SortedSet, Since = "1.0.5", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members whose scores are between two.",
            Syntax = $"key:key min:double max:double [WITHSCORES@2.0.0] {Limit}",
            Deprecated = ("6.2.0", "`ZRANGE` with the `BYSCORE` argument"),
        },
        new("zrevrangebyscore", -4, ReadOnly, ReverseRangeByScore)
        {
            Group = CommandGroup.SortedSet, Since = "2.2.0", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members whose scores are between two, the highest first.",
            Syntax = $"key:key max:double min:double [WITHSCORES] {Limit}",
            Deprecated = ("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments"),
        },
        new("zrangebylex", -4, ReadOnly, RangeByMember)
        {
            Group = CommandGroup.SortedSet, Since = "2.8.9", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members between two, of a sorted set whose scores are all the same.",
            Syntax = $"key:key min max {Limit}",
            Deprecated = ("6.2.0", "`ZRANGE` with the `BYLEX` argument"),
        },
        new("zrevrangebylex", -4, ReadOnly, ReverseRangeByMember)
        {
            Group = CommandGroup.SortedSet, Since = "2.8.9", Complexity = PerReturned, Keys = KeyToRead,
            Summary = "Returns the members between two, the last first, of a sorted set whose scores are all the same.",
            Syntax = $"key:key max min {Limit}",
            Deprecated = ("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments"),
        },
    ];

    private static CommandSpec[] Pops =>
    [
        new("zpopmin", -2, Write | Fast, PopLowest)
        {
            Group = CommandGroup.SortedSet, Since = "5.0.0", Complexity = PerRemoved, Keys = KeyToPop,
            Summary = "Removes and returns the members with the lowest scores.",
            Syntax = "key:key [count:integer]",
        },
        new("zpopmax", -2, Write | Fast, PopHighest)
        {
            Group = CommandGroup.SortedSet, Since = "5.0.0", Complexity = PerRemoved, Keys = KeyToPop,
            Summary = "Removes and returns the members with the highest scores.",
            Syntax = "key:key [count:integer]",
        },
        new("zmpop", -4, Write | MovableKeys, PopFromAny)
        {
            Group = CommandGroup.SortedSet, Since = "7.0.0", Complexity = PerKey,
            Keys = [KeySpec.Counted(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete)],
            Summary = "Removes and returns members at one end of the first sorted set that has any.",
            Syntax = $"{Sources} {OneEnd}",
        },
        new("bzpopmin", -3, Write | NoScript | CommandFlags.Blocking | Fast, WaitToPopLowest)
        {
            Group = CommandGroup.SortedSet, Since = "5.0.0", Complexity = Logarithmic,
            Keys = [KeySpec.From(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete, lastKey: -2)],
            Summary = "Removes and returns the member with the lowest score, for which it waits if there is none.",
            Syntax = "key:key... timeout:double",
        },
        new("bzpopmax", -3, Write | NoScript | CommandFlags.Blocking | Fast, WaitToPopHighest)
        {
            Group = CommandGroup.SortedSet, Since = "5.0.0", Complexity = Logarithmic,
            Keys = [KeySpec.From(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete, lastKey: -2)],
            Summary = "Removes and returns the member with the highest score, for which it waits if there is none.",
            Syntax = "key:key... timeout:double",
        },
        new("bzmpop", -5, Write | CommandFlags.Blocking | MovableKeys, WaitToPopFromAny)
        {
            Group = CommandGroup.SortedSet, Since = "7.0.0", Complexity = PerKey,
            Keys = [KeySpec.Counted(2, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Delete)],
            Summary = "Removes and returns members at one end of a sorted set, for which it waits if there is none.",
            Syntax = $"timeout:double {Sources} {OneEnd}",
        },
    ];

    private static CommandSpec[] Combinations =>
    [
        new("zunion", -3, ReadOnly | MovableKeys, Unite)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = Union, Keys = CountedKeysToRead,
            Summary = "Returns the members that any of several sorted sets has.",
            Syntax = $"{Sources} {Weighted} [WITHSCORES]",
        },
        new("zinter", -3, ReadOnly | MovableKeys, Intersect)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = Intersection, Keys = CountedKeysToRead,
            Summary = "Returns the members that all of several sorted sets have.",
            Syntax = $"{Sources} {Weighted} [WITHSCORES]",
        },
        new("zdiff", -3, ReadOnly | MovableKeys, Subtract)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = Difference, Keys = CountedKeysToRead,
            Summary = "Returns the members of a sorted set that no other one of several has.",
            Syntax = $"{Sources} [WITHSCORES]",
        },
        new("zintercard", -3, ReadOnly | MovableKeys, IntersectCount)
        {
            Group = CommandGroup.SortedSet, Since = "7.0.0",
            Complexity = "O(N*K) where N is the size of the smallest set and K the number of sets",
            Keys = CountedKeysToRead,
            Summary = "Counts the members that all of several sorted sets have.",
            Syntax = $"{Sources} [LIMIT limit:integer]",
        },
    ];

    private static CommandSpec[] Stores =>
    [
        new("zunionstore", -4, Write | DenyOom | MovableKeys, UniteAndStore)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = Union, Keys = KeyToStoreAndCountedKeys,
            Summary = "Stores the members that any of several sorted sets has.",
            Syntax = $"destination:key {Sources} {Weighted}",
        },
        new("zinterstore", -4, Write | DenyOom | MovableKeys, IntersectAndStore)
        {
            Group = CommandGroup.SortedSet, Since = "2.0.0", Complexity = Intersection, Keys = KeyToStoreAndCountedKeys,
            Summary = "Stores the members that all of several sorted sets have.",
            Syntax = $"destination:key {Sources} {Weighted}",
        },
        new("zdiffstore", -4, Write | DenyOom | MovableKeys, SubtractAndStore)
        {
            Group = CommandGroup.SortedSet, Since = "6.2.0", Complexity = Difference, Keys = KeyToStoreAndCountedKeys,
            Summary = "Stores the members of a sorted set that no other one of several has.",
            Syntax = $"destination:key {Sources}",
        },
    ];
}
