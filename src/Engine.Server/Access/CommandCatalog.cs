namespace Engine.Server.Access;

/// <summary>All commands that rules of access may name, each with a number of its own.</summary>
internal sealed class CommandCatalog
{
    private readonly List<KnownCommand> _all = [];
    private readonly Dictionary<string, KnownCommand> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The categories with their names, in the order in which Redis lists them.</summary>
    public static IReadOnlyList<(AclCategories Category, string Name)> Categories { get; } =
        [.. Enum.GetValues<AclCategories>()
            .Where(category => category != AclCategories.None)
            .Select(category => (category, category.ToString().ToLowerInvariant()))];

    /// <summary>Each command stands before its subcommands, at the index that is its id.</summary>
    public IReadOnlyList<KnownCommand> All => _all;

    /// <summary>Adds a command, or a subcommand by its full name to the command that it belongs to.</summary>
    public void Add(string fullName, AclCategories categories)
    {
        int bar = fullName.IndexOf('|', StringComparison.Ordinal);
        KnownCommand? parent = bar < 0 ? null : _byName[fullName[..bar]];
        var command = new KnownCommand(fullName, _all.Count, categories, parent);
        parent?.Add(command);
        _all.Add(command);
        _byName.Add(fullName, command);
    }

    /// <summary>Finds a command, or a subcommand by its full name, in any letter case.</summary>
    public KnownCommand? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    /// <summary>The category of that name, in any letter case; None when there is none.</summary>
    public static AclCategories FindCategory(string name) => Categories.FirstOrDefault(
        category => category.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Category;

    public IEnumerable<KnownCommand> In(AclCategories category) =>
        _all.Where(command => (command.Categories & category) != 0);
}
