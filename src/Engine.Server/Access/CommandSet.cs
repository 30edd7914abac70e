using System.Text;

namespace Engine.Server.Access;

/// <summary>The commands that a selector allows: one bit for each command that the catalog knows.</summary>
internal sealed class CommandSet
{
    private readonly ulong[] _bits;

    /// <summary>What may follow a command that is not allowed otherwise, by the command's id.</summary>
    private SortedDictionary<int, List<string>>? _firstArguments;

    public CommandSet(CommandCatalog catalog) => _bits = new ulong[(catalog.All.Count + 63) / 64];

    private CommandSet(CommandSet other)
    {
        _bits = [.. other._bits];
        HasAll = other.HasAll;
        IncludesFuture = other.IncludesFuture;
        if (other._firstArguments is null)
            return;
        _firstArguments = [];
        foreach ((int id, List<string> arguments) in other._firstArguments)
            _firstArguments.Add(id, [.. arguments]);
    }

    /// <summary>Nothing was taken away since all commands were allowed, so none has to be looked up.</summary>
    public bool HasAll { get; private set; }

    /// <summary>
    /// Whether it began with all commands, so that commands which later versions bring are allowed as well.
    /// </summary>
    public bool IncludesFuture { get; private set; }

    public bool Contains(int id) => (_bits[id / 64] & (1UL << id)) != 0;

    /// <summary>Whether a command that is not in the set may run with this first argument.</summary>
    public bool AllowsFirstArgument(int id, ReadOnlySpan<byte> argument)
    {
        if (_firstArguments is null || !_firstArguments.TryGetValue(id, out List<string>? allowed))
            return false;
        int end = argument.IndexOf((byte)0);
        if (end >= 0)
            argument = argument[..end];
        foreach (string text in allowed)
        {
            if (Ascii.EqualsIgnoreCase(argument, text))
                return true;
        }

        return false;
    }

    /// <summary>The first arguments with which a command that is not in the set may run.</summary>
    public IReadOnlyList<string> FirstArguments(int id) => _firstArguments?.GetValueOrDefault(id) ?? [];

    public void AddAll()
    {
        Array.Fill(_bits, ulong.MaxValue);
        _firstArguments = null;
        HasAll = true;
        IncludesFuture = true;
    }

    public void RemoveAll()
    {
        Array.Clear(_bits);
        _firstArguments = null;
        HasAll = false;
        IncludesFuture = false;
    }

    /// <summary>Allows or forbids a command with all its subcommands.</summary>
    public void Change(KnownCommand command, bool isAllowed)
    {
        Set(command.Id, isAllowed);
        _firstArguments?.Remove(command.Id);
        foreach (KnownCommand subcommand in command.Subcommands)
            Set(subcommand.Id, isAllowed);
    }

    /// <summary>Allows or forbids all commands of a category, and the subcommands of those.</summary>
    public void Change(IEnumerable<KnownCommand> category, bool isAllowed)
    {
        foreach (KnownCommand command in category)
            Change(command, isAllowed);
    }

    public void AllowFirstArgument(KnownCommand command, string argument)
    {
        _firstArguments ??= [];
        if (!_firstArguments.TryGetValue(command.Id, out List<string>? allowed))
            _firstArguments.Add(command.Id, allowed = []);
        if (!allowed.Contains(argument, StringComparer.OrdinalIgnoreCase))
            allowed.Add(argument);
    }

    public CommandSet Copy() => new(this);

    private void Set(int id, bool isAllowed)
    {
        ulong bit = 1UL << id;
        if (isAllowed)
        {
            _bits[id / 64] |= bit;
        }
        else
        {
            _bits[id / 64] &= ~bit;
            HasAll = false;
        }
    }
}
