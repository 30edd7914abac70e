using System.Diagnostics.CodeAnalysis;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>Finding streams, groups and consumers, reading ids, and the effects that several commands have.</summary>
internal static partial class StreamCommands
{
    /// <summary>Finds the stream of a subcommand, whose key is its second argument.</summary>
    private static bool TryFindStream(ref CommandContext context, out ValueSlot slot) =>
        context.TryEdit(2, ValueType.Stream, out slot);

    /// <summary>Finds the group of a subcommand of XGROUP; replies with an error when there is none.</summary>
    private static bool TryFindGroup(
        ref CommandContext context,
        [NotNullWhen(true)] out StreamValue? stream,
        [NotNullWhen(true)] out ConsumerGroup? group)
    {
        stream = null;
        group = null;
        if (!TryFindStream(ref context, out ValueSlot slot))
            return false;
        if (slot.IsNull)
        {
            context.Reply.Error(Errors.GroupNeedsKey);
            return false;
        }

        stream = slot.Large<StreamValue>();
        group = stream.Groups.Find(context[3]);
        if (group is null)
            context.Reply.Error(Errors.NoSuchGroup(context[2], context[3]));
        return group is not null;
    }

    /// <summary>
    /// Finds the group that the second argument names of the stream that the first one names; both are null when the
    /// stream is missing. Replies with an error and returns false when the key holds something else.
    /// </summary>
    private static bool TryReadGroup(ref CommandContext context, out StreamValue? stream, out ConsumerGroup? group)
    {
        stream = null;
        group = null;
        if (!context.TryRead(1, ValueType.Stream, out ValueSlot slot))
            return false;
        if (slot.IsNull)
            return true;
        stream = slot.Large<StreamValue>();
        group = stream.Groups.Find(context[2]);
        return true;
    }

    /// <summary>As <see cref="TryReadGroup"/>, but a group that is missing is an error, too.</summary>
    private static bool TryRequireGroup(
        ref CommandContext context,
        [NotNullWhen(true)] out StreamValue? stream,
        [NotNullWhen(true)] out ConsumerGroup? group)
    {
        if (!TryReadGroup(ref context, out stream, out group))
            return false;
        if (stream is not null && group is not null)
            return true;
        context.Reply.Error(Errors.NoSuchStreamOrGroup(context[1], context[2]));
        return false;
    }

    /// <summary>Adds a key, which must be absent, with a stream.</summary>
    private static void AddStream(ref CommandContext context, int keyIndex, StreamValue stream)
    {
        context.Database.AddLarge(context[keyIndex], ValueType.Stream, ValueEncoding.Stream, stream);
        context.Database.Modified(context[keyIndex]);
    }

    /// <summary>
    /// Finds a consumer, which is added if need be, and notes that it was seen. Returns whether it is new.
    /// </summary>
    private static bool SeeConsumer(
        ref CommandContext context,
        ReadOnlySpan<byte> key,
        ConsumerGroup group,
        ReadOnlySpan<byte> name,
        out Consumer consumer)
    {
        long now = context.Engine.Clock.Now;
        if (group.Consumers.Find(name) is { } known)
        {
            known.SeenAt = now;
            consumer = known;
            return false;
        }

        consumer = group.Add(name, now);
        context.Database.Notify(KeyEvents.Stream, "xgroup-createconsumer"u8, key);
        context.Changed();
        return true;
    }

    private static bool TryReadId(ref CommandContext context, int index, out StreamId id)
    {
        if (StreamIdText.TryParse(context[index], 0, out id))
            return true;
        context.Reply.Error(Errors.InvalidStreamId);
        return false;
    }

    /// <summary>The id at an argument that has been read without a mistake before.</summary>
    public static StreamId CheckedId(in CommandContext context, int index)
    {
        _ = StreamIdText.TryParse(context[index], 0, out StreamId id);
        return id;
    }

    /// <summary>Reads the start of a range; replies with an error and returns false when it is none.</summary>
    public static bool TryReadStart(ref CommandContext context, int index, out StreamId start)
    {
        if (!TryReadRangeEnd(ref context, index, 0, out start, out bool isExclusive))
            return false;
        if (!isExclusive || start.TryNext(out start))
            return true;
        context.Reply.Error(Errors.InvalidStartId);
        return false;
    }

    /// <summary>Reads the end of a range; replies with an error and returns false when it is none.</summary>
    public static bool TryReadEnd(ref CommandContext context, int index, out StreamId end)
    {
        if (!TryReadRangeEnd(ref context, index, ulong.MaxValue, out end, out bool isExclusive))
            return false;
        if (!isExclusive || end.TryPrevious(out end))
            return true;
        context.Reply.Error(Errors.InvalidEndId);
        return false;
    }

    private static bool TryReadRangeEnd(
        ref CommandContext context, int index, ulong missingSequence, out StreamId id, out bool isExclusive)
    {
        ReadOnlySpan<byte> text = context[index];
        isExclusive = text.Length > 1 && text[0] == (byte)'(';
        if (isExclusive
            ? StreamIdText.TryParse(text[1..], missingSequence, out id)
            : StreamIdText.TryParseBound(text, missingSequence, out id))
        {
            return true;
        }

        context.Reply.Error(Errors.InvalidStreamId);
        return false;
    }

    private static void WriteId(ReplyWriter reply, StreamId id)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLength];
        reply.Bulk(text[..StreamIdText.Format(id, text)]);
    }

    /// <summary>Writes up to so many of the entries that a cursor comes to; 0 for all.</summary>
    private static void WriteEntries(ReplyWriter reply, StreamCursor cursor, long count)
    {
        long left = cursor.CountAhead(count > 0 ? count : long.MaxValue);
        reply.Array(left);
        for (; left > 0; left--)
        {
            cursor.MoveNext();
            WriteEntry(reply, cursor);
        }
    }

    private static void WriteEntry(ReplyWriter reply, in StreamCursor cursor)
    {
        reply.Array(2);
        WriteId(reply, cursor.Current.Id);
        reply.Array(2L * cursor.Current.FieldCount);
        FieldCursor fields = cursor.Fields;
        while (fields.TryRead(out DataTypes.Packs.PackedElement field, out DataTypes.Packs.PackedElement value))
        {
            reply.Bulk(field);
            reply.Bulk(value);
        }
    }

    private static void AddId(IEffectSink effect, StreamId id)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLength];
        effect.Add(text[..StreamIdText.Format(id, text)]);
    }

    /// <summary>Journals that a consumer was given an entry, in whichever way.</summary>
    /// <param name="context">The command.</param>
    /// <param name="key">The key of the stream.</param>
    /// <param name="group">The group.</param>
    /// <param name="id">The id of the entry.</param>
    /// <param name="idText">The id as the client wrote it, if it did.</param>
    /// <param name="pending">To whom it was given, when, and how often.</param>
    private static void JournalClaim(
        ref CommandContext context,
        ReadOnlySpan<byte> key,
        ConsumerGroup group,
        StreamId id,
        scoped ReadOnlySpan<byte> idText,
        in PendingEntry pending)
    {
        if (!context.Engine.Keyspace.Effects.IsRead)
            return;
        IEffectSink effect = context.BeginEffect(14);
        effect.Add("XCLAIM"u8);
        effect.Add(key);
        effect.Add(group.Name);
        effect.Add(group.ConsumerOf(pending).Name);
        effect.Add("0"u8);
        if (idText.IsEmpty)
            AddId(effect, id);
        else
            effect.Add(idText);
        effect.Add("TIME"u8);
        effect.Add(pending.DeliveredAt);
        effect.Add("RETRYCOUNT"u8);
        effect.Add(pending.Deliveries);
        effect.Add("FORCE"u8);
        effect.Add("JUSTID"u8);
        effect.Add("LASTID"u8);
        AddId(effect, group.LastId);
    }

    /// <summary>Journals how far a group is.</summary>
    private static void JournalGroupId(ref CommandContext context, ReadOnlySpan<byte> key, ConsumerGroup group)
    {
        IEffectSink effect = context.BeginEffect(7);
        effect.Add("XGROUP"u8);
        effect.Add("SETID"u8);
        effect.Add(key);
        effect.Add(group.Name);
        AddId(effect, group.LastId);
        effect.Add("ENTRIESREAD"u8);
        effect.Add(group.EntriesRead);
    }
}
