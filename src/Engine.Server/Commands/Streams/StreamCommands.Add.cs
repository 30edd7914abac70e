using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>The commands that add and delete entries.</summary>
internal static partial class StreamCommands
{
    /// <summary>
    /// XADD key [NOMKSTREAM] [MAXLEN | MINID [= | ~] threshold [LIMIT count]] * | id field value [field value ...]
    /// </summary>
    private static void Add(ref CommandContext context)
    {
        if (!TrimOptions.TryRead(ref context, adds: true, out TrimOptions options))
            return;
        int fieldsAt = options.IdAt + 1;
        int arguments = context.Count - fieldsAt;
        if (arguments < 2 || arguments % 2 != 0)
        {
            context.Reply.Error(Errors.WrongArity("xadd"));
            return;
        }

        bool isTimeOpen = context.Is(options.IdAt, "*"u8);
        bool isOpen = isTimeOpen;
        StreamId id = default;
        if (!isTimeOpen)
            _ = StreamIdText.TryParseOpen(context[options.IdAt], out id, out isOpen);
        if (!isOpen && id == StreamId.Zero)
        {
            context.Reply.Error(Errors.ZeroStreamId);
            return;
        }

        if (!context.TryEdit(1, ValueType.Stream, out ValueSlot slot))
            return;
        if (slot.IsNull && options.OnlyExisting)
        {
            context.Reply.Null();
            return;
        }

        StreamId last = slot.IsNull ? StreamId.Zero : slot.Large<StreamValue>().LastId;
        if (isTimeOpen)
            id = new StreamId((ulong)context.Engine.Clock.Now, 0);
        if (!TryChooseId(ref context, last, isTimeOpen, isOpen, ref id) || !FitsNode(context, fieldsAt))
            return;

        StreamValue stream = slot.IsNull
            ? new StreamValue(context.Engine.Keyspace.Values)
            : slot.Large<StreamValue>();
        stream.Append(id, new RequestFields(context.Request, fieldsAt));
        if (slot.IsNull)
            AddStream(ref context, 1, stream);
        WriteId(context.Reply, id);
        context.Notify(KeyEvents.Stream, "xadd"u8);
        context.Changed();
        if (options.ThresholdAt > 0 && stream.Trim(options.Trim) > 0)
            context.Notify(KeyEvents.Stream, "xtrim"u8);
        if (isOpen || options.Trim.IsApproximate)
            JournalTrim(ref context, options, stream, id, isOpen ? options.IdAt : -1);
        context.Database.Modified(context[1]);
        context.Database.Arrived(context[1], ValueType.Stream);
    }

    /// <summary>XTRIM key MAXLEN | MINID [= | ~] threshold [LIMIT count]</summary>
    private static void Trim(ref CommandContext context)
    {
        if (!TrimOptions.TryRead(ref context, adds: false, out TrimOptions options)
            || !context.TryEditOr(MissingReply.Zero, 1, ValueType.Stream, out ValueSlot slot))
        {
            return;
        }

        StreamValue stream = slot.Large<StreamValue>();
        long deleted = stream.Trim(options.Trim);
        if (deleted > 0)
        {
            context.Notify(KeyEvents.Stream, "xtrim"u8);
            context.Changed(deleted);
            if (options.Trim.IsApproximate)
                JournalTrim(ref context, options, stream, default, idAt: -1);
            context.Database.Modified(context[1]);
        }

        context.Reply.Integer(deleted);
    }

    /// <summary>XDEL key id [id ...]</summary>
    private static void Delete(ref CommandContext context)
    {
        if (!context.TryEditOr(MissingReply.Zero, 1, ValueType.Stream, out ValueSlot slot)
            || !AreIds(ref context, 2))
        {
            return;
        }

        StreamValue stream = slot.Large<StreamValue>();
        int deleted = 0;
        for (int i = 2; i < context.Count; i++)
        {
            if (stream.Delete(CheckedId(context, i)))
                deleted++;
        }

        if (deleted > 0)
        {
            context.Notify(KeyEvents.Stream, "xdel"u8);
            context.Changed(deleted);
            context.Database.Modified(context[1]);
        }

        context.Reply.Integer(deleted);
    }

    /// <summary>XSETID key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]</summary>
    private static void SetLastId(ref CommandContext context)
    {
        if (!TryReadId(ref context, 2, out StreamId id)
            || !TryReadHistory(ref context, id, out long entriesAdded, out StreamId lastDeletedId)
            || !context.TryEdit(1, ValueType.Stream, out ValueSlot slot))
        {
            return;
        }

        if (slot.IsNull)
        {
            context.Reply.Error(Errors.NoSuchKey);
            return;
        }

        StreamValue stream = slot.Large<StreamValue>();
        if (stream.TryGetLastEntryId(out StreamId lastEntry) && id < lastEntry)
        {
            context.Reply.Error(Errors.LastIdBelowEntry);
        }
        else if (stream.Length > 0 && entriesAdded >= 0 && stream.Length > entriesAdded)
        {
            context.Reply.Error(Errors.EntriesAddedBelowLength);
        }
        else
        {
            stream.LastId = id;
            if (entriesAdded >= 0)
                stream.EntriesAdded = entriesAdded;
            if (lastDeletedId != StreamId.Zero)
                stream.LastDeletedId = lastDeletedId;
            context.Notify(KeyEvents.Stream, "xsetid"u8);
            context.Changed();
            context.Reply.Ok();
        }
    }

    private static bool TryReadHistory(
        ref CommandContext context, StreamId lastId, out long entriesAdded, out StreamId lastDeletedId)
    {
        entriesAdded = -1;
        lastDeletedId = StreamId.Zero;
        for (int i = 3; i < context.Count; i++)
        {
            bool hasArgument = i + 1 < context.Count;
            if (context.Is(i, "ENTRIESADDED"u8) && hasArgument)
            {
                if (!context.TryReadInteger(++i, out entriesAdded))
                    return false;
                if (entriesAdded >= 0)
                    continue;
                context.Reply.Error(Errors.NegativeEntriesAdded);
                return false;
            }
            else if (context.Is(i, "MAXDELETEDID"u8) && hasArgument)
            {
                if (!TryReadId(ref context, ++i, out lastDeletedId))
                    return false;
                if (lastId >= lastDeletedId)
                    continue;
                context.Reply.Error(Errors.LastIdBelowGivenDeleted);
                return false;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    /// <summary>Completes an id that was left open; replies with an error when it cannot follow the last.</summary>
    private static bool TryChooseId(
        ref CommandContext context, StreamId last, bool isTimeOpen, bool isOpen, ref StreamId id)
    {
        if (last == StreamId.Largest)
        {
            context.Reply.Error(Errors.NoMoreStreamIds);
            return false;
        }

        bool isSameTime = id.Milliseconds == last.Milliseconds;
        if (isOpen && !isTimeOpen && isSameTime && last.Sequence == ulong.MaxValue)
        {
            // There is no next number of that time, which Redis words so.
            context.Reply.Error(Errors.StreamEntryTooLarge);
            return false;
        }

        if (isOpen && id <= last && (isTimeOpen || isSameTime))
            last.TryNext(out id);
        if (id > last)
            return true;
        context.Reply.Error(Errors.StreamIdNotGreater);
        return false;
    }

    /// <summary>Whether an entry is not too large for any node; replies with an error when it is.</summary>
    private static bool FitsNode(in CommandContext context, int fieldsAt)
    {
        long bytes = 0;
        for (int i = fieldsAt; i < context.Count; i++)
            bytes += context[i].Length;
        if (bytes <= StreamValue.LargestNodeBytes)
            return true;
        context.Reply.Error(Errors.StreamEntryTooLarge);
        return false;
    }

    private static bool AreIds(ref CommandContext context, int first)
    {
        for (int i = first; i < context.Count; i++)
        {
            if (!TryReadId(ref context, i, out _))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Journals XADD with the id that was chosen, and how far an approximate trim came as an exact one.
    /// </summary>
    private static void JournalTrim(
        ref CommandContext context, in TrimOptions options, StreamValue stream, StreamId id, int idAt)
    {
        if (!context.Engine.Keyspace.Effects.IsRead)
            return;
        bool isRewritten = options.Trim.IsApproximate;
        IEffectSink effect = context.BeginEffect(context.Count);
        for (int i = 0; i < context.Count; i++)
        {
            if (i == idAt)
                AddId(effect, id);
            else if (isRewritten && i == options.ThresholdAt - 1)
                effect.Add("="u8);
            else if (isRewritten && i == options.ThresholdAt && options.Trim.IsByLength)
                effect.Add(stream.Length);
            else if (isRewritten && i == options.ThresholdAt)
                AddId(effect, stream.FirstHeldId());
            else
                effect.Add(context[i]);
        }
    }
}
