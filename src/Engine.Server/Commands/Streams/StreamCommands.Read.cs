using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>The commands that read what is new, and wait for it if they are to.</summary>
internal static partial class StreamCommands
{
    /// <summary>XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]</summary>
    private static void Read(ref CommandContext context) => Read(ref context, forGroup: false);

    /// <summary>
    /// XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]
    /// </summary>
    private static void ReadForGroup(ref CommandContext context)
    {
        // What it changes is journalled entry by entry, also when it fails half-way.
        context.ChangesAreJournalled();
        Read(ref context, forGroup: true);
    }

    private static void Read(ref CommandContext context, bool forGroup)
    {
        if (!ReadOptions.TryRead(ref context, forGroup, out ReadOptions options) || !AreReadable(ref context, options))
            return;
        if (TryReadAtOnce(ref context, options))
            return;
        if (!options.Waits || context.IsNested)
        {
            context.Reply.NullArray();
            return;
        }

        var wait = new StreamWait(context, options);
        context.Engine.Blocked.Block(
            context, options.KeysAt, options.KeyCount, ValueType.Stream, options.Deadline, wait.TryServe,
            needsKey: forGroup);
    }

    /// <summary>Checks keys, groups and ids; replies with an error and returns false at the first mistake.</summary>
    private static bool AreReadable(ref CommandContext context, in ReadOptions options)
    {
        bool forGroup = options.GroupAt > 0;
        for (int i = 0; i < options.KeyCount; i++)
        {
            int key = options.KeysAt + i;
            int id = options.IdsAt + i;
            if (!context.TryRead(key, ValueType.Stream, out ValueSlot slot))
                return false;
            bool isGroup = forGroup
                && !slot.IsNull && slot.Large<StreamValue>().Groups.Find(context[options.GroupAt]) is not null;
            if (forGroup && !isGroup)
            {
                context.Reply.Error(Errors.NoGroupToRead(context[key], context[options.GroupAt]));
                return false;
            }

            if (context.Is(id, "$"u8))
            {
                if (!forGroup)
                    continue;
                context.Reply.Error(Errors.LastIdOfGroupRead);
                return false;
            }

            if (context.Is(id, ">"u8))
            {
                if (forGroup)
                    continue;
                context.Reply.Error(Errors.NewIdOfPlainRead);
                return false;
            }

            if (!TryReadId(ref context, id, out _))
                return false;
        }

        return true;
    }

    /// <summary>Replies with what is there; returns false, without a reply, when there is nothing.</summary>
    private static bool TryReadAtOnce(ref CommandContext context, in ReadOptions options)
    {
        ReplyBuffer output = context.Reply.Buffer;
        long start = output.Length;
        int streams = 0;
        if (options.KeyCount == 1)
            return TryReadStream(ref context, options, index: 0, isOnly: true);
        for (int i = 0; i < options.KeyCount; i++)
        {
            if (TryReadStream(ref context, options, i, isOnly: false))
                streams++;
        }

        if (streams == 0)
            return false;

        // How many streams have something is known only now, since a stream may be named twice.
        byte[] body = output.TakeFrom(start);
        BeginStreams(context.Reply, streams);
        output.Write(body);
        return true;
    }

    private static void BeginStreams(ReplyWriter reply, int count)
    {
        if (reply.IsResp3)
            reply.Map(count);
        else
            reply.Array(count);
    }

    /// <summary>What stands before the entries of a stream.</summary>
    private static void BeginStream(ReplyWriter reply, ReadOnlySpan<byte> key)
    {
        if (!reply.IsResp3)
            reply.Array(2);
        reply.Bulk(key);
    }

    private static bool TryReadStream(ref CommandContext context, in ReadOptions options, int index, bool isOnly)
    {
        int key = options.KeysAt + index;
        if (!context.TryRead(key, ValueType.Stream, out ValueSlot slot) || slot.IsNull)
            return false;
        StreamValue stream = slot.Large<StreamValue>();
        if (options.GroupAt > 0)
            return TryReadForGroup(ref context, options, index, stream, isOnly);

        int id = options.IdsAt + index;
        StreamId after = context.Is(id, "$"u8) ? stream.LastId : CheckedId(context, id);
        if (!stream.TryGetLastEntryId(out StreamId last) || last <= after)
            return false;
        if (isOnly)
            BeginStreams(context.Reply, 1);
        BeginStream(context.Reply, context[key]);
        after.TryNext(out StreamId next);
        WriteEntries(context.Reply, new StreamCursor(stream, next, StreamId.Largest), options.Count);
        return true;
    }

    private static bool TryReadForGroup(
        ref CommandContext context, in ReadOptions options, int index, StreamValue stream, bool isOnly)
    {
        ReadOnlySpan<byte> key = context[options.KeysAt + index];
        ConsumerGroup group = stream.Groups.Find(context[options.GroupAt])!;
        int id = options.IdsAt + index;

        // The largest id is how Redis notes that new entries are asked for, so it asks for them, too.
        StreamId after = context.Is(id, ">"u8) ? StreamId.Largest : CheckedId(context, id);
        bool isNew = after == StreamId.Largest;
        bool hasNew = isNew && stream.TryGetLastEntryId(out StreamId last) && last > group.LastId;
        if (isNew && !hasNew)
            return false;

        Consumer consumer = SeeConsumer(ref context, key, group, options);
        if (isOnly)
            BeginStreams(context.Reply, 1);
        BeginStream(context.Reply, key);
        if (isNew)
        {
            Deliver(ref context, key, stream, group, consumer, options.Count, options.NeedsNoAcknowledgement);
        }
        else
        {
            after.TryNext(out StreamId next);
            DeliverAgain(ref context, stream, group, consumer, next, options.Count);
        }

        context.Changed();
        return true;
    }

    /// <summary>
    /// Finds the consumer, which is added if need be. Where entries are not to be acknowledged nothing else would tell
    /// a replica of it.
    /// </summary>
    private static Consumer SeeConsumer(
        ref CommandContext context, ReadOnlySpan<byte> key, ConsumerGroup group, in ReadOptions options)
    {
        ReadOnlySpan<byte> name = context[options.GroupAt + 1];
        if (!SeeConsumer(ref context, key, group, name, out Consumer consumer) || !options.NeedsNoAcknowledgement)
            return consumer;
        Keyspace.IEffectSink effect = context.BeginEffect(5);
        effect.Add("XGROUP"u8);
        effect.Add("CREATECONSUMER"u8);
        effect.Add(key);
        effect.Add(group.Name);
        effect.Add(name);
        return consumer;
    }

    /// <summary>Gives a consumer the entries that its group has not been given, and writes them.</summary>
    private static void Deliver(
        ref CommandContext context,
        ReadOnlySpan<byte> key,
        StreamValue stream,
        ConsumerGroup group,
        Consumer consumer,
        long count,
        bool needsNoAcknowledgement)
    {
        ReplyWriter reply = context.Reply;
        bool isBehind = group.LastId.TryNext(out StreamId next);
        var cursor = new StreamCursor(stream, next, StreamId.Largest);
        long left = isBehind ? cursor.CountAhead(count > 0 ? count : long.MaxValue) : 0;
        bool isAny = left > 0;
        reply.Array(left);
        for (; left > 0; left--)
        {
            cursor.MoveNext();
            StreamId id = cursor.Current.Id;
            stream.Advance(group, id);
            WriteEntry(reply, cursor);
            if (needsNoAcknowledgement)
                continue;
            PendingEntry pending = group.Give(id, consumer, context.Engine.Clock.Now, deliveries: 1);
            JournalClaim(ref context, key, group, id, default, pending);
        }

        if (isAny && needsNoAcknowledgement)
            JournalGroupId(ref context, key, group);
    }

    /// <summary>Writes entries that a consumer was given before and has not acknowledged.</summary>
    private static void DeliverAgain(
        ref CommandContext context,
        StreamValue stream,
        ConsumerGroup group,
        Consumer consumer,
        StreamId from,
        long count)
    {
        ReplyWriter reply = context.Reply;
        if (count == 0)
            count = long.MaxValue;
        long entries = 0;
        bool isThere = consumer.Pending.TryFindFrom(from, out StreamId id, out _);
        for (; isThere && entries < count; isThere = consumer.Pending.TryFindAfter(id, out id, out _))
            entries++;

        reply.Array(entries);
        isThere = consumer.Pending.TryFindFrom(from, out id, out _);
        for (; entries > 0 && isThere; entries--, isThere = consumer.Pending.TryFindAfter(id, out id, out _))
        {
            var cursor = new StreamCursor(stream, id, id);
            if (!cursor.MoveNext())
            {
                // It was deleted from the stream.
                reply.Array(2);
                WriteId(reply, id);
                reply.NullArray();
                continue;
            }

            WriteEntry(reply, cursor);
            group.Pending.TryFind(id, out PendingEntry pending);
            group.Pending.Set(id, pending with
            {
                DeliveredAt = context.Engine.Clock.Now, Deliveries = pending.Deliveries + 1,
            });
        }
    }
}
