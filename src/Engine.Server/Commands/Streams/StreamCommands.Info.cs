using System.Diagnostics.CodeAnalysis;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>XINFO: what a stream, its groups and their consumers are like.</summary>
internal static partial class StreamCommands
{
    private static readonly string[] HelpOnDescriptions =
    [
        "CONSUMERS <key> <groupname>",
        "    Show consumers of <groupname>.",
        "GROUPS <key>",
        "    Show the stream consumer groups.",
        "STREAM <key> [FULL [COUNT <count>]",
        "    Show information about the stream.",
    ];

    private static CommandSpec Descriptions => new("xinfo", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Stream, Since = "5.0.0",
        Summary = "The commands that describe streams.",
        Complexity = "Depends on the subcommand.",
        Subcommands =
        [
            new("consumers", 4, ReadOnly, DescribeConsumers)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = "O(N) for N consumers",
                Keys = SecondToRead,
                Summary = "Describes the consumers of a group.",
                Syntax = "key:key groupname",
                Tips = ["nondeterministic_output"],
            },
            new("groups", 3, ReadOnly, DescribeGroups)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = "O(N) for N groups", Keys = SecondToRead,
                Summary = "Describes the groups of a stream.",
                Syntax = "key:key",
            },
            new("stream", -3, ReadOnly, DescribeStream)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = "O(N) for N nodes", Keys = SecondToRead,
                Summary = "Describes a stream, with all its groups if that is asked for.",
                Syntax = "key:key [FULL full{[COUNT count:integer]}]",
            },
            new("help", 2, Loading | Stale, HelpAboutDescriptions)
            {
                Group = CommandGroup.Stream, Since = "5.0.0", Complexity = Constant,
                Summary = "Tells what the subcommands are.",
            },
        ],
    };

    /// <summary>XINFO CONSUMERS key group</summary>
    private static void DescribeConsumers(ref CommandContext context)
    {
        if (!TryReadDescribed(ref context, out StreamValue? stream))
            return;
        if (stream.Groups.Find(context[3]) is not { } group)
        {
            context.Reply.Error(Errors.NoSuchGroup(context[2], context[3]));
            return;
        }

        ReplyWriter reply = context.Reply;
        reply.Array(group.Consumers.Count);
        foreach (Consumer consumer in group.Consumers)
        {
            reply.Map(3);
            reply.Bulk("name"u8);
            reply.Bulk(consumer.Name);
            reply.Bulk("pending"u8);
            reply.Integer(consumer.Pending.Count);
            reply.Bulk("idle"u8);
            reply.Integer(Math.Max(context.Engine.Clock.Now - consumer.SeenAt, 0));
        }
    }

    /// <summary>XINFO GROUPS key</summary>
    private static void DescribeGroups(ref CommandContext context)
    {
        if (!TryReadDescribed(ref context, out StreamValue? stream))
            return;
        ReplyWriter reply = context.Reply;
        reply.Array(stream.Groups.Count);
        foreach (ConsumerGroup group in stream.Groups)
        {
            reply.Map(6);
            reply.Bulk("name"u8);
            reply.Bulk(group.Name);
            reply.Bulk("consumers"u8);
            reply.Integer(group.Consumers.Count);
            reply.Bulk("pending"u8);
            reply.Integer(group.Pending.Count);
            WriteProgress(reply, stream, group);
        }
    }

    /// <summary>XINFO STREAM key [FULL [COUNT count]]</summary>
    private static void DescribeStream(ref CommandContext context)
    {
        if (!TryReadDescribed(ref context, out StreamValue? stream))
            return;
        if (context.Count == 3)
        {
            WriteStream(context.Reply, stream, fields: 10);
            WriteEnds(context.Reply, stream);
            return;
        }

        const long DefaultCount = 10;
        long count = DefaultCount;
        bool hasCount = context.Count == 6 && context.Is(4, "COUNT"u8);
        if (!context.Is(3, "FULL"u8) || !(context.Count == 4 || hasCount))
        {
            RefuseSubcommand(ref context, "xinfo");
            return;
        }

        if (hasCount && !context.TryReadInteger(5, out count))
            return;
        if (count < 0)
            count = DefaultCount;
        WriteStream(context.Reply, stream, fields: 9);
        WriteAll(context.Reply, stream, count);
    }

    /// <summary>XINFO HELP</summary>
    private static void HelpAboutDescriptions(ref CommandContext context) =>
        HelpReply.Write(context.Reply, "XINFO", HelpOnDescriptions);

    private static bool TryReadDescribed(ref CommandContext context, [NotNullWhen(true)] out StreamValue? stream)
    {
        stream = null;
        if (!context.TryRead(2, ValueType.Stream, out ValueSlot slot))
            return false;
        if (slot.IsNull)
        {
            context.Reply.Error(Errors.NoSuchKey);
            return false;
        }

        stream = slot.Large<StreamValue>();
        return true;
    }

    /// <summary>Begins the description of a stream, with what is told of it in any case.</summary>
    private static void WriteStream(ReplyWriter reply, StreamValue stream, int fields)
    {
        reply.Map(fields);
        reply.Bulk("length"u8);
        reply.Integer(stream.Length);
        reply.Bulk("radix-tree-keys"u8);
        reply.Integer(stream.Nodes.Count);
        reply.Bulk("radix-tree-nodes"u8);
        reply.Integer(RadixTreeSize.Of(stream.Nodes));
        reply.Bulk("last-generated-id"u8);
        WriteId(reply, stream.LastId);
        reply.Bulk("max-deleted-entry-id"u8);
        WriteId(reply, stream.LastDeletedId);
        reply.Bulk("entries-added"u8);
        reply.Integer(stream.EntriesAdded);
        reply.Bulk("recorded-first-entry-id"u8);
        WriteId(reply, stream.FirstId);
    }

    private static void WriteEnds(ReplyWriter reply, StreamValue stream)
    {
        reply.Bulk("groups"u8);
        reply.Integer(stream.Groups.Count);
        reply.Bulk("first-entry"u8);
        WriteEnd(reply, stream, backward: false);
        reply.Bulk("last-entry"u8);
        WriteEnd(reply, stream, backward: true);
    }

    private static void WriteEnd(ReplyWriter reply, StreamValue stream, bool backward)
    {
        var cursor = new StreamCursor(stream, StreamId.Zero, StreamId.Largest, backward);
        if (cursor.MoveNext())
            WriteEntry(reply, cursor);
        else
            reply.Null();
    }

    private static void WriteAll(ReplyWriter reply, StreamValue stream, long count)
    {
        reply.Bulk("entries"u8);
        WriteEntries(reply, new StreamCursor(stream, StreamId.Zero, StreamId.Largest), count);
        reply.Bulk("groups"u8);
        reply.Array(stream.Groups.Count);
        foreach (ConsumerGroup group in stream.Groups)
        {
            reply.Map(7);
            reply.Bulk("name"u8);
            reply.Bulk(group.Name);
            WriteProgress(reply, stream, group);
            reply.Bulk("pel-count"u8);
            reply.Integer(group.Pending.Count);
            reply.Bulk("pending"u8);
            WritePendingOf(reply, group, group.Pending, count, withConsumer: true);
            reply.Bulk("consumers"u8);
            reply.Array(group.Consumers.Count);
            foreach (Consumer consumer in group.Consumers)
            {
                reply.Map(4);
                reply.Bulk("name"u8);
                reply.Bulk(consumer.Name);
                reply.Bulk("seen-time"u8);
                reply.Integer(consumer.SeenAt);
                reply.Bulk("pel-count"u8);
                reply.Integer(consumer.Pending.Count);
                reply.Bulk("pending"u8);
                WritePendingOf(reply, group, consumer.Pending, count, withConsumer: false);
            }
        }
    }

    /// <summary>How far a group is.</summary>
    private static void WriteProgress(ReplyWriter reply, StreamValue stream, ConsumerGroup group)
    {
        reply.Bulk("last-delivered-id"u8);
        WriteId(reply, group.LastId);
        reply.Bulk("entries-read"u8);
        if (group.EntriesRead == ConsumerGroup.Unknown)
            reply.Null();
        else
            reply.Integer(group.EntriesRead);
        reply.Bulk("lag"u8);
        if (stream.LagOf(group) is { } lag)
            reply.Integer(lag);
        else
            reply.Null();
    }

    private static void WritePendingOf<T>(
        ReplyWriter reply, ConsumerGroup group, IdTree<T> ids, long count, bool withConsumer)
        where T : unmanaged
    {
        long left = count > 0 ? Math.Min(count, ids.Count) : ids.Count;
        reply.Array(left);
        bool isThere = ids.TryFindFrom(StreamId.Zero, out StreamId id, out _);
        for (; left > 0 && isThere; left--, isThere = ids.TryFindAfter(id, out id, out _))
        {
            group.Pending.TryFind(id, out PendingEntry pending);
            reply.Array(withConsumer ? 4 : 3);
            WriteId(reply, id);
            if (withConsumer)
                reply.Bulk(group.ConsumerOf(pending).Name);
            reply.Integer(pending.DeliveredAt);
            reply.Integer(pending.Deliveries);
        }
    }
}
