using Engine.Server.DataTypes.HyperLogLogs;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.HyperLogLogs;

/// <summary>Commands on strings that estimate how many different elements were added to them.</summary>
internal static partial class HyperLogLogCommands
{
    public static CommandSpec[] Table { get; } =
    [
        new("pfadd", -2, Write | DenyOom | Fast, Add)
        {
            Group = CommandGroup.HyperLogLog, Since = "2.8.9", Complexity = "O(1) for each element",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Insert)],
            Summary = "Adds elements to what counts different ones.",
            Syntax = "key:key [element]...",
        },
        new("pfcount", -2, ReadOnly | MayReplicate, Count)
        {
            Group = CommandGroup.HyperLogLog, Since = "2.8.9",
            Complexity = "O(1) for one key whose count is stored already, otherwise O(N) for N keys, and much slower",
            Keys =
            [
                KeySpec.From(1, KeyUse.ReadWrite | KeyUse.Access) with
                {
                    Notes = "RW because it may change the internal representation of the key, and propagate to "
                        + "replicas",
                },
            ],
            Summary = "Estimates how many different elements were added to any of several keys.",
            Syntax = "key:key...",
        },
        new("pfmerge", -2, Write | DenyOom, Merge)
        {
            Group = CommandGroup.HyperLogLog, Since = "2.8.9", Complexity = "O(N) for N keys, each of which takes long",
            Keys =
            [
                KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Insert),
                KeySpec.From(2, KeyUse.ReadOnly | KeyUse.Access),
            ],
            Summary = "Adds the elements of several keys to one.",
            Syntax = "destkey:key sourcekey:key...",
        },
        new("pfdebug", 3, Write | DenyOom | Admin, Debug)
        {
            Group = CommandGroup.HyperLogLog, Since = "2.8.9", Complexity = "N/A", IsSystem = true,
            Keys = [KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Access)],
            Summary = "Shows or changes how elements are counted.",
            Syntax = "subcommand key:key",
        },
        new("pfselftest", 1, Admin, SelfTest)
        {
            Group = CommandGroup.HyperLogLog, Since = "2.8.9", Complexity = "N/A", IsSystem = true,
            Summary = "Tests the counting of different elements.",
        },
    ];

    /// <summary>
    /// Finds the HyperLogLog at a key to read it. Replies with an error and returns false when the key holds something
    /// else.
    /// </summary>
    private static bool TryRead(ref CommandContext context, int keyIndex, out Entry entry, out bool exists) =>
        context.TryReadString(keyIndex, out entry, out exists) && IsOne(context, entry, exists);

    /// <summary>Finds the HyperLogLog at a key to change it, otherwise like <see cref="TryRead"/>.</summary>
    private static bool TryEdit(ref CommandContext context, int keyIndex, out Entry entry, out bool exists) =>
        context.TryEditString(keyIndex, out entry, out exists) && IsOne(context, entry, exists);

    private static bool IsOne(in CommandContext context, in Entry entry, bool exists)
    {
        if (!exists || (!entry.IsInteger && HyperLogLog.HasHeader(entry.Bytes)))
            return true;
        context.Reply.Error(Errors.NotAHyperLogLog);
        return false;
    }
}
