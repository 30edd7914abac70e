namespace Engine.Lua.Libraries.Strings;

/// <summary>The kinds of <see cref="Choice"/>.</summary>
internal enum ChoiceKind
{
    /// <summary>One repetition fewer.</summary>
    Greedy,

    /// <summary>One repetition more.</summary>
    Lazy,

    /// <summary>A capture that was opened.</summary>
    Opened,

    /// <summary>A capture that was closed.</summary>
    Closed,
}
