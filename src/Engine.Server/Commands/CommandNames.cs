using System.Runtime.CompilerServices;
using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Commands;

/// <summary>
/// The names by which the clients of an engine call its commands: those of the table, unless <c>rename-command</c> has
/// given a command another one, or none. Subcommands keep theirs, and so do rules of access, statistics and errors.
/// </summary>
internal sealed class CommandNames
{
    /// <summary>What names stand for that do not stand for what they do in the table; null while all do.</summary>
    private readonly Dictionary<string, CommandSpec?>? _changed;

    /// <param name="renamed">Names with the new ones, which are empty for commands that nobody may call.</param>
    /// <exception cref="ArgumentException">There is no such command, or another one has the name.</exception>
    public CommandNames(IEnumerable<(string Name, string NewName)> renamed)
    {
        var changed = new Dictionary<string, CommandSpec?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string newName) in renamed)
        {
            if (Rename(changed, name, newName) is { } refusal)
                throw new ArgumentException($"{name} cannot be renamed to '{newName}': {refusal}.", nameof(renamed));
        }

        if (changed.Count > 0)
            _changed = changed;
        All = [.. CommandTable.All.Where(HasName)];
    }

    /// <summary>The commands that have a name, without their subcommands.</summary>
    public IReadOnlyList<CommandSpec> All { get; }

    /// <summary>Why a command cannot be renamed, in Redis's words, or null.</summary>
    /// <param name="renamed">What was renamed before.</param>
    /// <param name="name">The name that the command has then.</param>
    /// <param name="newName">The new one.</param>
    public static string? Refuse(IEnumerable<(string Name, string NewName)> renamed, string name, string newName) =>
        Rename(new CommandNames(renamed)._changed ?? [], name, newName);

    /// <summary>Finds a command, not its subcommand, by its name as it came, in any letter case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CommandSpec? Find(ReadOnlySpan<byte> name) =>
        _changed is null ? CommandTable.Find(name) : Find(_changed, Encoding.Latin1.GetString(name));

    /// <summary>
    /// Finds what a request asks for: the subcommand, where there is one. A container that is named alone is found
    /// itself.
    /// </summary>
    public CommandSpec? Find(in Request request)
    {
        CommandSpec? command = Find(request[0]);
        return command is { Subcommands.Length: > 0 } && request.Count > 1
            ? CommandTable.FindSubcommand(command, request[1])
            : command;
    }

    /// <summary>Finds a command, or a subcommand by its full name, in any letter case.</summary>
    public CommandSpec? Find(string fullName)
    {
        if (_changed is null)
            return CommandTable.Find(fullName);
        int bar = fullName.IndexOf('|', StringComparison.Ordinal);
        CommandSpec? command = Find(_changed, bar < 0 ? fullName : fullName[..bar]);
        return bar < 0 || command is null
            ? command
            : CommandTable.FindSubcommand(command, Encoding.Latin1.GetBytes(fullName[(bar + 1)..]));
    }

    private static string? Rename(Dictionary<string, CommandSpec?> changed, string name, string newName)
    {
        if (Find(changed, name) is not { } command)
            return "No such command in rename-command";
        changed[name] = null;
        if (newName.Length == 0)
            return null;
        if (Find(changed, newName) is not null)
            return "Target command name already exists";
        changed[newName] = command;
        return null;
    }

    private bool HasName(CommandSpec command) =>
        _changed is null || Find(_changed, command.Name) == command || _changed.ContainsValue(command);

    private static CommandSpec? Find(Dictionary<string, CommandSpec?> changed, string name) =>
        changed.TryGetValue(name, out CommandSpec? command)
            ? command
            : CommandTable.Find(Encoding.Latin1.GetBytes(name));
}
