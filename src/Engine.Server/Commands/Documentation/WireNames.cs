using Engine.Server.Access;

namespace Engine.Server.Commands.Documentation;

/// <summary>
/// The names by which COMMAND shows flags, categories and groups, in the order in which it lists them.
/// </summary>
internal static class WireNames
{
    /// <summary>
    /// <see cref="CommandFlags.Protected"/> and <see cref="CommandFlags.MayReplicate"/> are not shown.
    /// </summary>
    public static IReadOnlyList<(CommandFlags Flag, string Name)> Flags { get; } =
    [
        (CommandFlags.Write, "write"),
        (CommandFlags.ReadOnly, "readonly"),
        (CommandFlags.DenyOom, "denyoom"),
        (CommandFlags.Admin, "admin"),
        (CommandFlags.PubSub, "pubsub"),
        (CommandFlags.NoScript, "noscript"),
        (CommandFlags.Blocking, "blocking"),
        (CommandFlags.Loading, "loading"),
        (CommandFlags.Stale, "stale"),
        (CommandFlags.SkipMonitor, "skip_monitor"),
        (CommandFlags.SkipSlowLog, "skip_slowlog"),
        (CommandFlags.Asking, "asking"),
        (CommandFlags.Fast, "fast"),
        (CommandFlags.NoAuth, "no_auth"),
        (CommandFlags.NoMandatoryKeys, "no_mandatory_keys"),
        (CommandFlags.NoAsyncLoading, "no_async_loading"),
        (CommandFlags.NoMulti, "no_multi"),
        (CommandFlags.MovableKeys, "movablekeys"),
        (CommandFlags.AllowBusy, "allow_busy"),
    ];

    public static IReadOnlyList<(AclCategories Category, string Name)> Categories { get; } =
        [.. Enum.GetValues<AclCategories>()
            .Where(category => category != AclCategories.None)
            .Select(category => (category, Name(category)))];

    public static IReadOnlyList<(KeyUse Use, string Name)> KeyUses { get; } =
    [
        (KeyUse.ReadOnly, "RO"),
        (KeyUse.ReadWrite, "RW"),
        (KeyUse.Overwrite, "OW"),
        (KeyUse.Remove, "RM"),
        (KeyUse.Access, "access"),
        (KeyUse.Update, "update"),
        (KeyUse.Insert, "insert"),
        (KeyUse.Delete, "delete"),
        (KeyUse.NotKey, "not_key"),
        (KeyUse.Incomplete, "incomplete"),
        (KeyUse.VariableFlags, "variable_flags"),
    ];

    public static string Of(CommandGroup group) =>
        group == CommandGroup.SortedSet ? "sorted-set" : group.ToString().ToLowerInvariant();

    public static string Of(ArgumentType type) => type switch
    {
        ArgumentType.PureToken => "pure-token",
        ArgumentType.UnixTime => "unix-time",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static string Name(AclCategories category) => category.ToString().ToLowerInvariant();
}
