using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Server.Commands;

/// <summary>All commands. A new family is one line here.</summary>
internal static class CommandTable
{
    private static readonly CommandSpec?[] ShortNames = new CommandSpec?[1024];
    private static readonly ulong[] ShortKeys = new ulong[ShortNames.Length];
    private static readonly FrozenDictionary<string, CommandSpec> ByName = Register();

    /// <summary>The commands without their subcommands, in the order of the table.</summary>
    public static IReadOnlyList<CommandSpec> All { get; } =
        [.. ByName.Values.Where(spec => spec.Parent is null).OrderBy(spec => spec.Index)];

    /// <summary>Commands and subcommands: the length of an engine's table of statistics.</summary>
    public static int Count => ByName.Count;

    private static IEnumerable<CommandSpec[]> Families =>
    [
        Connection.ConnectionCommands.Table,
        PubSub.PubSubCommands.Table,
        Server.ServerCommands.Table,
        Persistence.SaveCommands.Table,
        Documentation.CommandCommands.Table,
        Server.DatabaseCommands.Table,
        Keys.KeyCommands.Table,
        Scripting.ScriptingCommands.Table,
        Scripting.FunctionCommands.Table,
        Strings.StringCommands.Table,
        Bitmaps.BitmapCommands.Table,
        HyperLogLogs.HyperLogLogCommands.Table,
        Sorting.SortCommands.Table,
        Lists.ListCommands.Table,
        Hashes.HashCommands.Table,
        Sets.SetCommands.Table,
        SortedSets.SortedSetCommands.Table,
        Streams.StreamCommands.Table,
        Geo.GeoCommands.Table,
        Transactions.TransactionCommands.Table,
        Replication.ReplicationCommands.Table,
        Cluster.ClusterCommands.Table,
    ];

    /// <summary>Finds a command, or a subcommand by its full name, in any letter case.</summary>
    public static CommandSpec? Find(string fullName) => ByName.GetValueOrDefault(fullName.ToLowerInvariant());

    /// <summary>
    /// Finds a command, not its subcommand, by its name as it came, in any letter case. Allocates nothing for names of
    /// up to eight letters.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CommandSpec? Find(ReadOnlySpan<byte> name)
    {
        if ((uint)(name.Length - 1) >= sizeof(ulong))
            return FindUnusual(name);
        ulong key = ShortKey(name);
        for (int slot = SlotOf(key); ; slot = (slot + 1) % ShortNames.Length)
        {
            if (ShortKeys[slot] == key)
                return ShortNames[slot];
            if (ShortKeys[slot] == 0)
                return FindUnusual(name);
        }
    }

    /// <summary>
    /// Finds what a request asks for: the subcommand, where there is one. A container that is named alone is found
    /// itself.
    /// </summary>
    public static CommandSpec? Find(in Protocol.Request request)
    {
        CommandSpec? command = Find(request[0]);
        return command is { Subcommands.Length: > 0 } && request.Count > 1
            ? FindSubcommand(command, request[1])
            : command;
    }

    /// <summary>Finds the subcommand that the second argument names.</summary>
    public static CommandSpec? FindSubcommand(CommandSpec command, ReadOnlySpan<byte> name)
    {
        foreach (CommandSpec subcommand in command.Subcommands)
        {
            if (Ascii.EqualsIgnoreCase(name, subcommand.Name))
                return subcommand;
        }

        return null;
    }

    private static CommandSpec? FindUnusual(ReadOnlySpan<byte> name)
    {
        const int LongestName = 32;
        if (name.IsEmpty || name.Length > LongestName || name.Contains((byte)'|'))
            return null;
        Span<char> lower = stackalloc char[name.Length];
        for (int i = 0; i < name.Length; i++)
            lower[i] = char.ToLowerInvariant((char)name[i]);
        return ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(lower, out CommandSpec? spec) ? spec : null;
    }

    /// <summary>
    /// Up to eight letters in one word, in lower case. Only names of nothing but letters are found by it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ShortKey(ReadOnlySpan<byte> name)
    {
        const ulong LowerCaseBits = 0x2020202020202020;
        ulong word;
        if (name.Length >= sizeof(uint))
        {
            ulong head = MemoryMarshal.Read<uint>(name);
            ulong tail = MemoryMarshal.Read<uint>(name[^sizeof(uint)..]);
            word = head | tail << ((name.Length - sizeof(uint)) * 8);
        }
        else
        {
            int middle = name.Length >> 1;
            word = name[0] | (ulong)name[middle] << (middle * 8) | (ulong)name[^1] << ((name.Length - 1) * 8);
        }

        return word | (LowerCaseBits >> ((sizeof(ulong) - name.Length) * 8));
    }

    private static int SlotOf(ulong key) => (int)(key * 0x9E3779B97F4A7C15 >> 54);

    private static FrozenDictionary<string, CommandSpec> Register()
    {
        var byName = new Dictionary<string, CommandSpec>(StringComparer.Ordinal);
        foreach (CommandSpec spec in Families.SelectMany(family => family))
        {
            Register(spec, parent: null, byName);
            foreach (CommandSpec subcommand in spec.Subcommands)
                Register(subcommand, spec, byName);
        }

        return byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Register(CommandSpec spec, CommandSpec? parent, Dictionary<string, CommandSpec> byName)
    {
        spec.Register(parent, byName.Count);
        byName.Add(spec.FullName, spec);
        if (parent is not null || spec.Name.Length > sizeof(ulong) || !spec.Name.All(char.IsAsciiLetter))
            return;
        ulong key = ShortKey(Encoding.ASCII.GetBytes(spec.Name));
        int slot = SlotOf(key);
        while (ShortKeys[slot] != 0)
            slot = (slot + 1) % ShortNames.Length;
        ShortKeys[slot] = key;
        ShortNames[slot] = spec;
    }
}
