using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>XPENDING: what has not been acknowledged.</summary>
internal static partial class StreamCommands
{
    /// <summary>XPENDING key group [[IDLE min-idle-time] start end count [consumer]]</summary>
    private static void Pending(ref CommandContext context)
    {
        const int SummaryArguments = 3;
        if (!PendingOptions.TryRead(ref context, out PendingOptions options)
            || !TryRequireGroup(ref context, out _, out ConsumerGroup? group))
        {
            return;
        }

        if (context.Count == SummaryArguments)
        {
            WriteSummary(context.Reply, group);
            return;
        }

        if (options.ConsumerAt == 0)
            WritePending(ref context, group, group.Pending, options);
        else if (group.Consumers.Find(context[options.ConsumerAt]) is { } consumer)
            WritePending(ref context, group, consumer.Pending, options);
        else
            context.Reply.EmptyArray();
    }

    private static void WriteSummary(ReplyWriter reply, ConsumerGroup group)
    {
        reply.Array(4);
        reply.Integer(group.Pending.Count);
        if (group.Pending.Count == 0)
        {
            reply.Null();
            reply.Null();
            reply.NullArray();
            return;
        }

        group.Pending.TryFindFrom(StreamId.Zero, out StreamId first, out _);
        group.Pending.TryFindUpTo(StreamId.Largest, out StreamId last, out _);
        WriteId(reply, first);
        WriteId(reply, last);
        int consumers = 0;
        foreach (Consumer consumer in group.Consumers)
            consumers += consumer.Pending.Count > 0 ? 1 : 0;
        reply.Array(consumers);
        foreach (Consumer consumer in group.Consumers)
        {
            if (consumer.Pending.Count == 0)
                continue;
            reply.Array(2);
            reply.Bulk(consumer.Name);
            reply.BulkInteger(consumer.Pending.Count);
        }
    }

    /// <summary>Writes those of the ids, the group's or a consumer's, that are asked for.</summary>
    private static void WritePending<T>(
        ref CommandContext context, ConsumerGroup group, IdTree<T> ids, in PendingOptions options)
        where T : unmanaged
    {
        ReplyWriter reply = context.Reply;
        long now = context.Engine.Clock.Now;
        long start = reply.Buffer.Length;
        int count = 0;
        bool isThere = ids.TryFindFrom(options.Start, out StreamId id, out _) && options.Count > 0;
        for (; isThere && id <= options.End; isThere = ids.TryFindAfter(id, out id, out _))
        {
            group.Pending.TryFind(id, out PendingEntry pending);
            long idle = unchecked(now - pending.DeliveredAt);
            if (options.LeastIdle != 0 && idle < options.LeastIdle)
                continue;
            reply.Array(4);
            WriteId(reply, id);
            reply.Bulk(group.ConsumerOf(pending).Name);
            reply.Integer(Math.Max(idle, 0));
            reply.Integer(pending.Deliveries);
            if (++count == options.Count)
                break;
        }

        reply.ArrayFrom(start, count);
    }
}
