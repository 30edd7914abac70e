namespace Engine.Server.Access;

/// <summary>A command, or a subcommand, as rules of access name it.</summary>
internal sealed class KnownCommand(string fullName, int id, AclCategories categories, KnownCommand? parent)
{
    private readonly List<KnownCommand> _subcommands = [];

    /// <summary>In lower case: <c>get</c>, <c>client|list</c>.</summary>
    public string FullName => fullName;

    /// <summary>The bit that stands for it in a <see cref="CommandSet"/>.</summary>
    public int Id => id;

    public AclCategories Categories => categories;

    public KnownCommand? Parent => parent;

    public IReadOnlyList<KnownCommand> Subcommands => _subcommands;

    internal void Add(KnownCommand subcommand) => _subcommands.Add(subcommand);
}
