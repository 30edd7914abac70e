using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>XGROUP: making, changing and removing groups and consumers.</summary>
internal static partial class StreamCommands
{
    private static readonly string[] HelpOnGroups =
    [
        "CREATE <key> <groupname> <id|$> [option]",
        "    Create a new consumer group. Options are:",
        "    * MKSTREAM",
        "      Create the empty stream if it does not exist.",
        "    * ENTRIESREAD entries_read",
        "      Set the group's entries_read counter (internal use).",
        "CREATECONSUMER <key> <groupname> <consumer>",
        "    Create a new consumer in the specified group.",
        "DELCONSUMER <key> <groupname> <consumer>",
        "    Remove the specified consumer.",
        "DESTROY <key> <groupname>",
        "    Remove the specified group.",
        "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
        "    Set the current group ID and entries_read counter.",
    ];

    private static CommandSpec Groups => new("xgroup", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Stream, Since = "5.0.0",
        Summary = "The commands about groups of consumers.",
        Complexity = "Depends on the subcommand.",
        Subcommands =
        [
            new("create", -5, Write | DenyOom, CreateGroup)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant, Keys = SecondToInsert,
                Summary = "Makes a group.",
                Syntax = "key:key groupname id(id:string|\"$\"new_id) [MKSTREAM] [ENTRIESREAD entries_read:integer]",
            },
            new("setid", -5, Write, SetGroupId)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant,
                Keys = [KeySpec.At(2, KeyUse.ReadWrite | KeyUse.Update)],
                Summary = "Sets the id of the last entry that a group was given.",
                Syntax = "key:key groupname id(id:string|\"$\"new_id) [ENTRIESREAD entries_read:integer]",
            },
            new("destroy", 4, Write, DestroyGroup)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Keys = SecondToDelete,
                Complexity = "O(N) for N entries that are not acknowledged",
                Summary = "Removes a group.",
                Syntax = "key:key groupname",
            },
            new("createconsumer", 5, Write | DenyOom, CreateConsumer)
            {
                Group = CommandGroup.Stream, Since = "6.2.0", Complexity = Constant, Keys = SecondToInsert,
                Summary = "Adds a consumer to a group.",
                Syntax = "key:key groupname consumername",
            },
            new("delconsumer", 5, Write, DeleteConsumer)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Keys = SecondToDelete,
                Complexity = "O(N) for N entries that it has not acknowledged",
                Summary = "Removes a consumer and what it has not acknowledged, and counts that.",
                Syntax = "key:key groupname consumername",
            },
            new("help", 2, Loading | Stale, HelpAboutGroups)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant,
                Summary = "Tells what the subcommands are.",
            },
        ],
    };

    /// <summary>XGROUP CREATE key group id | $ [MKSTREAM] [ENTRIESREAD entries-read]</summary>
    private static void CreateGroup(ref CommandContext context)
    {
        if (!TryReadGroupOptions(ref context, acceptsMake: true, out bool makes, out long entriesRead)
            || !TryFindStream(ref context, out ValueSlot slot))
        {
            return;
        }

        if (slot.IsNull && !makes)
        {
            context.Reply.Error(Errors.GroupNeedsKey);
            return;
        }

        const int MostArguments = 8;
        StreamValue? stream = slot.IsNull ? null : slot.Large<StreamValue>();
        StreamId id = stream?.LastId ?? StreamId.Zero;
        if (context.Count > MostArguments)
        {
            RefuseSubcommand(ref context, "xgroup");
            return;
        }

        if (!context.Is(4, "$"u8) && !TryReadId(ref context, 4, out id))
            return;
        if (stream is null)
        {
            stream = new StreamValue(context.Engine.Keyspace.Values);
            AddStream(ref context, 2, stream);
        }

        if (stream.Groups.Find(context[3]) is not null)
        {
            context.Reply.Error(Errors.GroupExists);
            return;
        }

        stream.AddGroup(context[3], id, entriesRead);
        context.Notify(KeyEvents.Stream, "xgroup-create"u8, 2);
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>XGROUP SETID key group id | $ [ENTRIESREAD entries-read]</summary>
    private static void SetGroupId(ref CommandContext context)
    {
        if (!TryReadGroupOptions(ref context, acceptsMake: false, out _, out long entriesRead)
            || !TryFindGroup(ref context, out StreamValue? stream, out ConsumerGroup? group))
        {
            return;
        }

        if (context.Count is not (5 or 7))
        {
            RefuseSubcommand(ref context, "xgroup");
            return;
        }

        StreamId id = stream.LastId;
        if (!context.Is(4, "$"u8) && !StreamIdText.TryParseBound(context[4], 0, out id))
        {
            context.Reply.Error(Errors.InvalidStreamId);
            return;
        }

        group.LastId = id;
        group.EntriesRead = entriesRead;
        context.Notify(KeyEvents.Stream, "xgroup-setid"u8, 2);
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>XGROUP DESTROY key group</summary>
    private static void DestroyGroup(ref CommandContext context)
    {
        if (!TryFindStream(ref context, out ValueSlot slot))
            return;
        if (slot.IsNull)
        {
            context.Reply.Error(Errors.GroupNeedsKey);
            return;
        }

        StreamValue stream = slot.Large<StreamValue>();
        if (stream.Groups.Find(context[3]) is not { } group)
        {
            context.Reply.Integer(0);
            return;
        }

        stream.RemoveGroup(group);
        context.Notify(KeyEvents.Stream, "xgroup-destroy"u8, 2);
        context.Changed();
        context.Reply.Integer(1);

        // Those who wait for the group learn that it is gone.
        context.Database.Arrived(context[2], ValueType.Stream);
    }

    /// <summary>XGROUP CREATECONSUMER key group consumer</summary>
    private static void CreateConsumer(ref CommandContext context)
    {
        if (!TryFindGroup(ref context, out _, out ConsumerGroup? group))
            return;
        bool isNew = group.Consumers.Find(context[4]) is null;
        if (isNew)
        {
            group.Add(context[4], context.Engine.Clock.Now);
            context.Notify(KeyEvents.Stream, "xgroup-createconsumer"u8, 2);
            context.Changed();
        }

        context.Reply.Integer(isNew ? 1 : 0);
    }

    /// <summary>XGROUP DELCONSUMER key group consumer</summary>
    private static void DeleteConsumer(ref CommandContext context)
    {
        if (!TryFindGroup(ref context, out _, out ConsumerGroup? group))
            return;
        long pending = 0;
        if (group.Consumers.Find(context[4]) is { } consumer)
        {
            pending = group.Remove(consumer);
            context.Notify(KeyEvents.Stream, "xgroup-delconsumer"u8, 2);
            context.Changed();
        }

        context.Reply.Integer(pending);
    }

    /// <summary>XGROUP HELP</summary>
    private static void HelpAboutGroups(ref CommandContext context) =>
        HelpReply.Write(context.Reply, "XGROUP", HelpOnGroups);

    private static bool TryReadGroupOptions(
        ref CommandContext context, bool acceptsMake, out bool makes, out long entriesRead)
    {
        makes = false;
        entriesRead = ConsumerGroup.Unknown;
        for (int i = 5; i < context.Count; i++)
        {
            if (acceptsMake && context.Is(i, "MKSTREAM"u8))
            {
                makes = true;
            }
            else if (context.Is(i, "ENTRIESREAD"u8) && i + 1 < context.Count)
            {
                if (!context.TryReadInteger(++i, out entriesRead))
                    return false;
                if (entriesRead >= 0 || entriesRead == ConsumerGroup.Unknown)
                    continue;
                context.Reply.Error(Errors.InvalidEntriesRead);
                return false;
            }
            else
            {
                RefuseSubcommand(ref context, "xgroup");
                return false;
            }
        }

        return true;
    }

    private static void RefuseSubcommand(ref CommandContext context, string command) =>
        context.Reply.Error(Errors.SubcommandSyntax(context[1], command));
}
