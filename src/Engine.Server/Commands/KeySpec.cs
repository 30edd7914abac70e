namespace Engine.Server.Commands;

/// <summary>
/// What a command does with the keys that a <see cref="KeySpec"/> finds, named as COMMAND INFO names it.
/// </summary>
[Flags]
internal enum KeyUse
{
    None = 0,

    /// <summary>RO: reads the value, its type or its existence.</summary>
    ReadOnly = 1 << 0,

    /// <summary>RW: changes the value and depends on what was there.</summary>
    ReadWrite = 1 << 1,

    /// <summary>OW: overwrites the value.</summary>
    Overwrite = 1 << 2,

    /// <summary>RM: deletes the key.</summary>
    Remove = 1 << 3,

    /// <summary>Returns, copies or otherwise shows the user's data.</summary>
    Access = 1 << 4,

    /// <summary>Changes the user's data.</summary>
    Update = 1 << 5,

    /// <summary>Adds data without changing what is there.</summary>
    Insert = 1 << 6,

    /// <summary>Deletes some of the data.</summary>
    Delete = 1 << 7,

    /// <summary>Looks like a key, for routing, and is none.</summary>
    NotKey = 1 << 8,

    /// <summary>The specification does not find all keys.</summary>
    Incomplete = 1 << 9,

    /// <summary>Other options of the command use the key otherwise.</summary>
    VariableFlags = 1 << 10,
}

/// <summary>
/// Where a command's keys stand. The search begins at a fixed argument or behind a keyword; from there keys are a
/// range, or a number says how many follow.
/// </summary>
internal sealed record KeySpec(KeyUse Use)
{
    /// <summary>The argument at which the search begins; 0 when it begins behind <see cref="Keyword"/>.</summary>
    public int Index { get; init; }

    public string? Keyword { get; init; }

    /// <summary>Where to start looking for the keyword; negative counts from the end.</summary>
    public int KeywordFrom { get; init; }

    /// <summary>The last key, relative to the first; negative counts from the last argument.</summary>
    public int LastKey { get; init; }

    public int Step { get; init; } = 1;

    /// <summary>
    /// With a negative <see cref="LastKey"/>: 2 means half of the remaining arguments, and so on; 0 means all.
    /// </summary>
    public int Limit { get; init; }

    /// <summary>Whether the argument at the start says how many keys follow it.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Neither the beginning nor the keys can be described; the command finds them itself.</summary>
    public bool IsUnknown { get; init; }

    public string? Notes { get; init; }

    /// <summary>One key, the argument at <paramref name="index"/>.</summary>
    public static KeySpec At(int index, KeyUse use) => new(use) { Index = index };

    /// <summary>Keys from <paramref name="index"/> to the last argument, every <paramref name="step"/>th.</summary>
    public static KeySpec From(int index, KeyUse use, int step = 1, int lastKey = -1) =>
        new(use) { Index = index, LastKey = lastKey, Step = step };

    /// <summary>A count at <paramref name="index"/>, then that many keys.</summary>
    public static KeySpec Counted(int index, KeyUse use) => new(use) { Index = index, IsCounted = true };
}
