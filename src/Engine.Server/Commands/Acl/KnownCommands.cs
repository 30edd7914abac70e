using Engine.Server.Access;

namespace Engine.Server.Commands.Acl;

/// <summary>The commands that rules of access know: those of the table, and the others of Redis 7.0.</summary>
internal static class KnownCommands
{
    public static CommandCatalog Catalog { get; } = Create();

    private static CommandCatalog Create()
    {
        var catalog = new CommandCatalog();
        foreach (CommandSpec command in CommandTable.All.SelectMany(command => command.Subcommands.Prepend(command)))
            catalog.Add(command.FullName, command.Acl);
        foreach ((string name, AclCategories categories) in AbsentCommands.All)
        {
            if (catalog.Find(name) is null)
                catalog.Add(name, categories);
        }

        return catalog;
    }
}
