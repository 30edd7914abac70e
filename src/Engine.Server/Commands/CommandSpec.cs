using System.Diagnostics;
using Engine.Server.Access;

namespace Engine.Server.Commands;

/// <summary>Runs a command whose arity has been checked: parse the arguments, call the data, write one reply.</summary>
internal delegate void CommandHandler(ref CommandContext context);

/// <summary>
/// Finds the keys of a command that key specifications cannot describe.
/// </summary>
internal delegate FoundKey[] KeyFinder(in Protocol.Request request);

/// <summary>Tells what a request does with its keys, where that depends on its options.</summary>
internal delegate KeyUse KeyUseFinder(in Protocol.Request request);

/// <summary>
/// Tells what a request does, where that depends on what the engine knows by the request's arguments.
/// </summary>
internal delegate CommandFlags FlagsFinder(EngineState engine, in Protocol.Request request, CommandFlags flags);

/// <summary>
/// One row of the command table: everything that is known of a command stands here, and COMMAND, ACL categories, key
/// extraction and the generated documentation are derived from it.
/// </summary>
/// <param name="Name">In lower case; a subcommand has its own name only.</param>
/// <param name="Arity">The number of arguments with the name; negative means at least that many.</param>
internal sealed record CommandSpec(string Name, int Arity, CommandFlags Flags, CommandHandler Handler)
{
    private readonly AclCategories _acl;
    private readonly bool _isBrief;

    public KeySpec[] Keys { get; init; } = [];

    public KeyFinder? FindKeys { get; init; }

    /// <summary>
    /// What a request does with the keys of a specification that has <see cref="KeyUse.VariableFlags"/>.
    /// </summary>
    public KeyUseFinder? RefineKeyUse { get; init; }

    /// <summary>What it does with channels that users must be allowed to use.</summary>
    public ChannelUse Channels { get; init; }

    /// <summary>
    /// Which of the flags hold for a request: a script may say that it writes nothing, although EVAL may write.
    /// </summary>
    public FlagsFinder? RefineFlags { get; init; }

    public required CommandGroup Group { get; init; }

    /// <summary>The version of Redis that brought the command.</summary>
    public required string Since { get; init; }

    public required string Summary { get; init; }

    public string Complexity { get; init; } = "";

    /// <summary>
    /// The arguments, in the notation that <see cref="Documentation.ArgumentSyntax"/> reads; COMMAND DOCS derives from
    /// it.
    /// </summary>
    public string Syntax { get; init; } = "";

    /// <summary>Hints for proxies and clients, as COMMAND TIPS lists them.</summary>
    public string[] Tips { get; init; } = [];

    /// <summary>The version that deprecated the command, and what to use instead.</summary>
    public (string Since, string ReplacedBy)? Deprecated { get; init; }

    /// <summary>Not meant for users: replication and cluster internals.</summary>
    public bool IsSystem { get; init; }

    public CommandSpec[] Subcommands { get; init; } = [];

    /// <summary>
    /// Takes so little time that successive calls are timed together: what is fast by its flag, and what a row says is
    /// brief although Redis does not flag it.
    /// </summary>
    public bool IsBrief
    {
        get => _isBrief || Is(CommandFlags.Fast);
        init => _isBrief = value;
    }

    /// <summary>The command that this is a subcommand of; set by the table.</summary>
    public CommandSpec? Parent { get; private set; }

    /// <summary>Where the statistics of this command stand in an engine's table; set by the table.</summary>
    public int Index { get; private set; }

    /// <summary>As in error texts and statistics: <c>get</c>, <c>client|list</c>.</summary>
    public string FullName { get; private set; } = Name;

    /// <summary>Categories beside those that follow from flags and group.</summary>
    public AclCategories Acl
    {
        get => _acl | FromFlags() | (IsApartFromGroup ? AclCategories.None : FromGroup());
        init => _acl = value;
    }

    /// <summary>The category of the group is none of the command's, as Redis has it for SORT.</summary>
    public bool IsApartFromGroup { get; init; }

    public bool Is(CommandFlags flag) => (Flags & flag) != 0;

    /// <summary>
    /// Whether the command may change data, or make replicas hear of something: what a pause of writes holds back.
    /// </summary>
    public bool MayWrite => Is(CommandFlags.Write | CommandFlags.MayReplicate);

    /// <summary>The flags that hold for a request.</summary>
    public CommandFlags FlagsOf(EngineState engine, in Protocol.Request request) =>
        RefineFlags is null ? Flags : RefineFlags(engine, request, Flags);

    public bool AcceptsCount(int arguments) => Arity >= 0 ? arguments == Arity : arguments >= -Arity;

    /// <summary>The handler of a container of subcommands: dispatch runs one of those, never the container.</summary>
    public static void NeedsSubcommand(ref CommandContext context) =>
        throw new UnreachableException($"{context.Command.FullName} itself cannot be run, only its subcommands.");

    /// <summary>Called once by the table, for each row in turn.</summary>
    public void Register(CommandSpec? parent, int index)
    {
        Parent = parent;
        Index = index;
        FullName = parent is null ? Name : $"{parent.Name}|{Name}";
    }

    private AclCategories FromFlags()
    {
        AclCategories categories = Is(CommandFlags.Fast) ? AclCategories.Fast : AclCategories.Slow;
        if (Is(CommandFlags.Write))
            categories |= AclCategories.Write;
        if (Is(CommandFlags.ReadOnly) && Group != CommandGroup.Scripting)
            categories |= AclCategories.Read;
        if (Is(CommandFlags.Admin))
            categories |= AclCategories.Admin | AclCategories.Dangerous;
        if (Is(CommandFlags.PubSub))
            categories |= AclCategories.PubSub;
        if (Is(CommandFlags.Blocking))
            categories |= AclCategories.Blocking;
        return categories;
    }

    private AclCategories FromGroup() => Group switch
    {
        // The container of subcommands has no category of its own: its subcommands have.
        _ when Subcommands.Length > 0 => AclCategories.None,
        CommandGroup.Generic => AclCategories.Keyspace,
        CommandGroup.String => AclCategories.String,
        CommandGroup.List => AclCategories.List,
        CommandGroup.Set => AclCategories.Set,
        CommandGroup.SortedSet => AclCategories.SortedSet,
        CommandGroup.Hash => AclCategories.Hash,
        CommandGroup.Bitmap => AclCategories.Bitmap,
        CommandGroup.HyperLogLog => AclCategories.HyperLogLog,
        CommandGroup.Geo => AclCategories.Geo,
        CommandGroup.Stream => AclCategories.Stream,
        CommandGroup.Connection => AclCategories.Connection,
        CommandGroup.Transactions => AclCategories.Transaction,
        CommandGroup.Scripting => AclCategories.Scripting,
        _ => AclCategories.None,
    };
}
