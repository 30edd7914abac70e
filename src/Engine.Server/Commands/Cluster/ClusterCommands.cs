using Engine.Server.Access;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Cluster;

/// <summary>Commands of Redis Cluster, as a server whose cluster support is disabled answers them.</summary>
internal static class ClusterCommands
{
    private const CommandFlags Changes = Admin | Stale | NoAsyncLoading;
    private const string Varies = "nondeterministic_output";
    private const string OverNodes = "O(N) where N is the number of nodes";

    public static CommandSpec[] Table { get; } =
    [
        new("cluster", -2, None, CommandSpec.NeedsSubcommand)
        {
            Group = CommandGroup.Cluster, Since = "3.0.0", Complexity = "Depends on subcommand.",
            Summary = "A container for cluster commands.",
            Subcommands =
            [
                Slots("addslots", -3, "3.0.0", "Gives slots to this node.", "slot:integer..."),
                Slots("addslotsrange", -4, "7.0.0", "Gives ranges of slots to this node.",
                    "start-slot_end-slot{start-slot:integer end-slot:integer}..."),
                Change("bumpepoch", 2, "3.0.0", "O(1)", "Raises the epoch of the configuration.") with
                {
                    Tips = [Varies],
                },
                new("count-failure-reports", 3, Admin | Stale, Refuse)
                {
                    Group = CommandGroup.Cluster, Since = "3.0.0", Syntax = "node-id", Tips = [Varies],
                    Complexity = "O(N) where N is the number of reports",
                    Summary = "Counts how many nodes say that a node has failed.",
                },
                Question("countkeysinslot", 3, "3.0.0", "O(1)", "Counts the keys of a slot.", "slot:integer"),
                Slots("delslots", -3, "3.0.0", "Takes slots from this node.", "slot:integer..."),
                Slots("delslotsrange", -4, "7.0.0", "Takes ranges of slots from this node.",
                    "start-slot_end-slot{start-slot:integer end-slot:integer}..."),
                Change("failover", -2, "3.0.0", "O(1)", "Lets this replica take its primary's place.",
                    "[options(FORCE|TAKEOVER)]"),
                Change("flushslots", 2, "3.0.0", "O(1)", "Takes all slots from this node."),
                Change("forget", 3, "3.0.0", "O(1)", "Forgets a node.", "node-id"),
                Question("getkeysinslot", 4, "3.0.0", "O(log(N)) where N is the number of keys asked for",
                    "Returns keys of a slot.", "slot:integer count:integer", Varies),
                new("help", 2, Loading | Stale, Refuse)
                {
                    Group = CommandGroup.Cluster, Since = "5.0.0", Complexity = "O(1)",
                    Summary = "Lists the subcommands.",
                },
                Question("info", 2, "3.0.0", "O(1)", "Returns the state of the cluster.", "", Varies),
                Question("keyslot", 3, "3.0.0", "O(N) where N is the length of the key",
                    "Returns the slot of a key.", "key"),
                Question("links", 2, "7.0.0", OverNodes, "Returns the connections between nodes.", "", Varies),
                Change("meet", -4, "3.0.0", "O(1)", "Makes another node known.",
                    "ip port:integer [cluster_bus_port:integer@4.0.0]"),
                Question("myid", 2, "3.0.0", "O(1)", "Returns the id of this node."),
                Question("nodes", 2, "3.0.0", OverNodes, "Returns all nodes as text.", "", Varies),
                Replicas("replicas") with { Since = "5.0.0" },
                Change("replicate", 3, "3.0.0", "O(1)", "Makes this node a replica of another one.", "node-id"),
                new("reset", -2, Admin | Stale | NoScript, Refuse)
                {
                    Group = CommandGroup.Cluster, Since = "3.0.0", Syntax = "[hard_soft(HARD|SOFT)]",
                    Complexity = "O(N) where N is the number of nodes, and that of keys",
                    Summary = "Makes this node as if it were new.",
                },
                Change("saveconfig", 2, "3.0.0", "O(1)", "Writes the configuration of the cluster to its file."),
                Change("set-config-epoch", 3, "3.0.0", "O(1)", "Sets the epoch of a new node.",
                    "config-epoch:integer"),
                Change("setslot", -4, "3.0.0", "O(1)", "Binds a slot to a node, or begins to move it.",
                    "slot:integer subcommand(IMPORTING node-id|MIGRATING node-id|NODE node-id|STABLE)"),
                Question("shards", 2, "7.0.0", OverNodes, "Returns slots and nodes by shard.", "", Varies),
                Replicas("slaves") with { Since = "3.0.0", Deprecated = ("5.0.0", "`CLUSTER REPLICAS`") },
                Question("slots", 2, "3.0.0", OverNodes, "Returns slots and nodes.", "", Varies) with
                {
                    Deprecated = ("7.0.0", "`CLUSTER SHARDS`"),
                },
            ],
        },
        OfConnection("asking", Fast, "Lets the next command use a slot that is being imported."),
        OfConnection("readonly", Loading | Stale | Fast, "Allows reads from a replica's slots."),
        OfConnection("readwrite", Loading | Stale | Fast, "Ends what READONLY allowed."),
    ];

    private static CommandSpec Slots(string name, int arity, string since, string summary, string syntax) =>
        Change(name, arity, since, "O(N) where N is the number of slots", summary, syntax);

    private static CommandSpec Replicas(string name) => new(name, 3, Admin | Stale, Refuse)
    {
        Group = CommandGroup.Cluster, Since = "", Complexity = "O(1)", Syntax = "node-id", Tips = [Varies],
        Summary = "Returns the replicas of a node.",
    };

    private static CommandSpec Change(
        string name, int arity, string since, string complexity, string summary, string syntax = "") =>
        new(name, arity, Changes, Refuse)
        {
            Group = CommandGroup.Cluster, Since = since, Complexity = complexity, Summary = summary, Syntax = syntax,
        };

    private static CommandSpec Question(
        string name,
        int arity,
        string since,
        string complexity,
        string summary,
        string syntax = "",
        string? tip = null) =>
        new(name, arity, Stale, Refuse)
        {
            Group = CommandGroup.Cluster, Since = since, Complexity = complexity, Summary = summary, Syntax = syntax,
            Tips = tip is null ? [] : [tip],
        };

    private static CommandSpec OfConnection(string name, CommandFlags flags, string summary) =>
        new(name, 1, flags, Refuse)
        {
            Group = CommandGroup.Cluster, Since = "3.0.0", Complexity = "O(1)", Summary = summary,
            Acl = AclCategories.Connection,
        };

    private static void Refuse(ref CommandContext context) => context.Reply.Error(Errors.ClusterDisabled);
}
