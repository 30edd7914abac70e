using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The commands that give entries to another consumer, or to none.</summary>
internal static partial class StreamCommands
{
    /// <summary>XACK key group id [id ...]</summary>
    private static void Acknowledge(ref CommandContext context)
    {
        if (!TryReadGroup(ref context, out _, out ConsumerGroup? group))
            return;
        if (group is null)
        {
            context.Reply.Integer(0);
            return;
        }

        if (!AreIds(ref context, 3))
            return;
        int acknowledged = 0;
        for (int i = 3; i < context.Count; i++)
        {
            if (group.TryAcknowledge(CheckedId(context, i)))
                acknowledged++;
        }

        context.Changed(acknowledged);
        context.Reply.Integer(acknowledged);
    }

    /// <summary>
    /// XCLAIM key group consumer min-idle-time id [id ...] [IDLE milliseconds] [TIME unix-time-milliseconds]
    /// [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID id]
    /// </summary>
    private static void Claim(ref CommandContext context)
    {
        if (!TryRequireGroup(ref context, out StreamValue? stream, out ConsumerGroup? group)
            || !ClaimOptions.TryRead(ref context, out ClaimOptions options))
        {
            return;
        }

        context.ChangesAreJournalled();
        bool isGroupIdOpen = options.LastId > group.LastId;
        if (isGroupIdOpen)
            group.LastId = options.LastId;
        int claimed = 0;
        long start = context.Reply.Buffer.Length;
        for (int i = ClaimOptions.IdsAt; i < options.IdsEnd; i++)
        {
            StreamId id = CheckedId(context, i);
            bool isPending = group.Pending.TryFind(id, out PendingEntry pending);
            var cursor = new StreamCursor(stream, id, id);
            if (!cursor.MoveNext())
            {
                if (!isPending)
                    continue;
                JournalClaim(ref context, context[1], group, id, context[i], pending);
                group.TryAcknowledge(id);
            }
            else if (TryClaim(ref context, group, options, id, isPending, ref pending))
            {
                WriteClaimed(context.Reply, cursor, options.OnlyIds);
                JournalClaim(ref context, context[1], group, id, context[i], pending);
                claimed++;
            }
            else
            {
                continue;
            }

            isGroupIdOpen = false;
            context.Changed();
        }

        if (isGroupIdOpen)
        {
            JournalGroupId(ref context, context[1], group);
            context.Changed();
        }

        context.Reply.ArrayFrom(start, claimed);
    }

    /// <summary>XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID]</summary>
    private static void ClaimNext(ref CommandContext context)
    {
        if (!ClaimNextOptions.TryRead(ref context, out ClaimNextOptions options)
            || !TryRequireGroup(ref context, out StreamValue? stream, out ConsumerGroup? group)
            || !ClaimNextOptions.HasRoom(context, options))
        {
            return;
        }

        // Entries that are not claimed cost time, too.
        const int AttemptsPerEntry = 10;
        context.ChangesAreJournalled();
        long now = context.Engine.Clock.Now;
        ReplyBuffer output = context.Reply.Buffer;
        long start = output.Length;
        int claimed = 0;
        List<StreamId>? deleted = null;
        long count = options.Count;
        bool isThere = group.Pending.TryFindFrom(options.Start, out StreamId id, out PendingEntry pending);
        for (long attempts = count * AttemptsPerEntry; isThere && attempts > 0 && count > 0; attempts--)
        {
            StreamId current = id;
            PendingEntry former = pending;
            var cursor = new StreamCursor(stream, current, current);
            if (!cursor.MoveNext())
            {
                JournalClaim(ref context, context[1], group, current, default, former);
                group.TryAcknowledge(current);
                context.Changed();
                (deleted ??= []).Add(current);
                count--;
            }
            else if (options.LeastIdle == 0 || unchecked(now - former.DeliveredAt) >= options.LeastIdle)
            {
                SeeConsumer(ref context, context[1], group, context[3], out Consumer consumer);
                PendingEntry claim = group.Give(
                    current, consumer, now, unchecked(former.Deliveries + (options.OnlyIds ? 0 : 1)));
                WriteClaimed(context.Reply, cursor, options.OnlyIds);
                JournalClaim(ref context, context[1], group, current, default, claim);
                context.Changed();
                claimed++;
                count--;
            }

            isThere = group.Pending.TryFindAfter(current, out id, out pending);
        }

        byte[] entries = output.TakeFrom(start);
        context.Reply.Array(3);
        WriteId(context.Reply, isThere ? id : StreamId.Zero);
        context.Reply.Array(claimed);
        output.Write(entries);
        context.Reply.Array(deleted?.Count ?? 0);
        foreach (StreamId gone in deleted ?? [])
            WriteId(context.Reply, gone);
    }

    /// <summary>Gives the consumer an entry, unless another one has it and was given it only lately.</summary>
    private static bool TryClaim(
        ref CommandContext context,
        ConsumerGroup group,
        in ClaimOptions options,
        StreamId id,
        bool isPending,
        ref PendingEntry pending)
    {
        if (!isPending && !options.IsForced)
            return false;
        long idle = unchecked(context.Engine.Clock.Now - pending.DeliveredAt);
        if (isPending && options.LeastIdle > 0 && idle < options.LeastIdle)
            return false;
        long deliveries = isPending ? pending.Deliveries : 1;
        if (options.Deliveries >= 0)
            deliveries = options.Deliveries;
        else if (!options.OnlyIds)
            deliveries = unchecked(deliveries + 1);
        SeeConsumer(ref context, context[1], group, context[3], out Consumer consumer);
        pending = group.Give(id, consumer, options.DeliveredAt, deliveries);
        return true;
    }

    private static void WriteClaimed(ReplyWriter reply, in StreamCursor cursor, bool onlyId)
    {
        if (onlyId)
            WriteId(reply, cursor.Current.Id);
        else
            WriteEntry(reply, cursor);
    }
}
