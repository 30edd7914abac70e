using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Keyspace.Eviction;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    private static CommandSpec ObjectCommand => new("object", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Generic, Since = "2.2.3", Complexity = "Depends on subcommand.",
        Summary = "Looks at how values are stored.",
        Subcommands =
        [
            new("encoding", 3, ReadOnly, ObjectEncoding)
            {
                Group = CommandGroup.Generic, Since = "2.2.3", Complexity = Constant, Keys = ObjectKey,
                Summary = "Returns how a value is encoded.",
                Syntax = "key:key",
                Tips = ["nondeterministic_output"],
            },
            new("freq", 3, ReadOnly, ObjectFrequency)
            {
                Group = CommandGroup.Generic, Since = "4.0.0", Complexity = Constant, Keys = ObjectKey,
                Summary = "Returns how often a key is used, on a logarithmic scale.",
                Syntax = "key:key",
                Tips = ["nondeterministic_output"],
            },
            new("idletime", 3, ReadOnly, ObjectIdleTime)
            {
                Group = CommandGroup.Generic, Since = "2.2.3", Complexity = Constant, Keys = ObjectKey,
                Summary = "Returns the seconds since a key was last used.",
                Syntax = "key:key",
                Tips = ["nondeterministic_output"],
            },
            new("refcount", 3, ReadOnly, ObjectReferenceCount)
            {
                Group = CommandGroup.Generic, Since = "2.2.3", Complexity = Constant, Keys = ObjectKey,
                Summary = "Returns how many references to a value there are.",
                Syntax = "key:key",
                Tips = ["nondeterministic_output"],
            },
            new("help", 2, Loading | Stale, ObjectHelp)
            {
                Group = CommandGroup.Generic, Since = "6.2.0", Complexity = Constant,
                Summary = "Tells what the subcommands are.",
            },
        ],
    };

    private static KeySpec[] ObjectKey => [KeySpec.At(2, KeyUse.ReadOnly)];

    /// <summary>OBJECT ENCODING key</summary>
    private static void ObjectEncoding(ref CommandContext context)
    {
        if (TryInspect(ref context, out Entry entry))
            context.Reply.Bulk(ValueNames.Of(entry.Type, entry.Encoding));
    }

    /// <summary>OBJECT FREQ key</summary>
    private static void ObjectFrequency(ref CommandContext context)
    {
        if (!TryInspect(ref context, out Entry entry))
            return;
        if (context.Engine.Keyspace.CountsUses)
            context.Reply.Integer(context.Engine.Keyspace.FrequencyOf(entry.AccessClock));
        else
            context.Reply.Error(Errors.FrequencyNotTracked);
    }

    /// <summary>OBJECT IDLETIME key</summary>
    private static void ObjectIdleTime(ref CommandContext context)
    {
        if (!TryInspect(ref context, out Entry entry))
            return;
        if (context.Engine.Keyspace.CountsUses)
            context.Reply.Error(Errors.IdleTimeNotTracked);
        else
            context.Reply.Integer(context.Engine.Keyspace.IdleSecondsOf(entry.AccessClock));
    }

    /// <summary>OBJECT REFCOUNT key</summary>
    private static void ObjectReferenceCount(ref CommandContext context)
    {
        if (TryInspect(ref context, out Entry entry))
            context.Reply.Integer(ReferenceCount(entry, context.Engine.Options));
    }

    /// <summary>
    /// Redis shares small integers among all keys and says so by the largest count, unless it evicts keys by their use.
    /// </summary>
    public static int ReferenceCount(in Entry entry, EngineOptions options)
    {
        const int SharedIntegers = 10_000;
        if (options.MaxMemory > 0 && (options.MaxMemoryPolicy.CountsUses() || options.MaxMemoryPolicy.LooksAtLastUse()))
            return 1;
        bool isShared = entry.Type == ValueType.String && entry.IsInteger && entry.Integer is >= 0 and < SharedIntegers;
        return isShared ? int.MaxValue : 1;
    }

    /// <summary>OBJECT HELP</summary>
    private static void ObjectHelp(ref CommandContext context) => HelpReply.Write(context.Reply, "OBJECT",
    [
        "ENCODING <key>",
        "    Return the kind of internal representation used in order to store the value",
        "    associated with a <key>.",
        "FREQ <key>",
        "    Return the access frequency index of the <key>. The returned integer is",
        "    proportional to the logarithm of the recent access frequency of the key.",
        "IDLETIME <key>",
        "    Return the idle time of the <key>, that is the approximated number of",
        "    seconds elapsed since the last access to the key.",
        "REFCOUNT <key>",
        "    Return the number of references of the value associated with the specified",
        "    <key>.",
    ]);

    private static bool TryInspect(ref CommandContext context, out Entry entry)
    {
        if (context.Database.TryInspect(context[2], out entry, isSilent: true))
            return true;
        context.Reply.Null();
        return false;
    }
}
