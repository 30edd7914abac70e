using System.Diagnostics;
using Engine.Server.Access;

namespace Engine.Server.Commands.Acl;

/// <summary>The commands that rules of access know.</summary>
internal static class KnownCommands
{
    private const AclCategories OfServers = AclCategories.Admin | AclCategories.Slow | AclCategories.Dangerous;

    /// <summary>
    /// Commands of Redis 7.0 that the table may lack, as they need a second server. Rules may name them all the same,
    /// as those for the user of a replica do, so files with such rules can be exchanged with redis-server.
    /// </summary>
    private static readonly (string Name, AclCategories Categories)[] BetweenServers =
    [
        ("migrate", AclCategories.Keyspace | AclCategories.Write | AclCategories.Slow | AclCategories.Dangerous),
        ("psync", OfServers),
        ("replconf", OfServers),
        ("sync", OfServers),
    ];

    public static CommandCatalog Catalog { get; } = Create();

    private static CommandCatalog Create()
    {
        var catalog = new CommandCatalog();
        foreach (CommandSpec command in CommandTable.All.SelectMany(command => command.Subcommands.Prepend(command)))
        {
            catalog.Add(command.FullName, command.Acl);
            Debug.Assert(catalog.Find(command.FullName)!.Id == command.Index, "A command's bit is its index.");
        }

        foreach ((string name, AclCategories categories) in BetweenServers)
        {
            if (catalog.Find(name) is null)
                catalog.Add(name, categories);
        }

        return catalog;
    }
}
