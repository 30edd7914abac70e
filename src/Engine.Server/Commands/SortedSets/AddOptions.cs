namespace Engine.Server.Commands.SortedSets;

/// <summary>The options of ZADD.</summary>
[Flags]
internal enum AddOptions
{
    None = 0,

    /// <summary>NX: members that are there keep their scores.</summary>
    OnlyAbsent = 1 << 0,

    /// <summary>XX: no members are added.</summary>
    OnlyPresent = 1 << 1,

    /// <summary>GT: scores that are there only become higher.</summary>
    OnlyHigher = 1 << 2,

    /// <summary>LT: scores that are there only become lower.</summary>
    OnlyLower = 1 << 3,

    /// <summary>CH: the reply also counts the members whose scores changed.</summary>
    CountChanged = 1 << 4,

    /// <summary>INCR: the score is added to the one that is there, and the sum is the reply.</summary>
    Increment = 1 << 5,

    /// <summary>Those that exclude each other.</summary>
    Presence = OnlyAbsent | OnlyPresent,

    /// <summary>Those of which there can be one.</summary>
    Conditions = OnlyAbsent | OnlyHigher | OnlyLower,
}
