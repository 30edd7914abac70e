using Engine.Server.Access;

namespace Engine.Server.Commands.Acl;

/// <summary>
/// Commands of Redis 7.0 that the table may lack. Rules may name them all the same, as those for a replica's user do,
/// and files with such rules can be exchanged with redis-server. Those that the table has are taken from there.
/// </summary>
internal static class AbsentCommands
{
    private const string Administration = "admin slow dangerous";

    /// <summary>The names with their categories; containers stand before their subcommands.</summary>
    public static IEnumerable<(string Name, AclCategories Categories)> All =>
    [
        .. Named("fast connection", "asking readonly readwrite"),
        .. Named("slow connection", "wait client|caching client|tracking client|trackinginfo"),
        .. Named("keyspace write slow dangerous", "migrate"),
        .. Named(Administration, "failover psync replconf replicaof slaveof sync"),
        .. Named("slow", "module module|help"),
        .. Named(Administration, "module|list module|load module|loadex module|unload"),
        .. Named(
            "slow",
            "cluster cluster|countkeysinslot cluster|getkeysinslot cluster|help cluster|info cluster|keyslot "
            + "cluster|links cluster|myid cluster|nodes cluster|shards cluster|slots"),
        .. Named(
            Administration,
            "cluster|addslots cluster|addslotsrange cluster|bumpepoch cluster|count-failure-reports cluster|delslots "
            + "cluster|delslotsrange cluster|failover cluster|flushslots cluster|forget cluster|meet cluster|replicas "
            + "cluster|replicate cluster|reset cluster|saveconfig cluster|set-config-epoch cluster|setslot "
            + "cluster|slaves"),
    ];

    private static IEnumerable<(string, AclCategories)> Named(string categories, string names)
    {
        AclCategories all = AclCategories.None;
        foreach (string category in categories.Split(' '))
            all |= CommandCatalog.FindCategory(category);
        return names.Split(' ').Select(name => (name, all));
    }
}
