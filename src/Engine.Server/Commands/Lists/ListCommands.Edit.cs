using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

internal static partial class ListCommands
{
    /// <summary>LSET key index element</summary>
    private static void Set(ref CommandContext context)
    {
        if (!context.TryEdit(1, ValueType.List, out ValueSlot slot))
            return;
        if (slot.IsNull)
        {
            context.Reply.Error(Errors.NoSuchKey);
            return;
        }

        if (!context.TryReadInteger(2, out long index))
            return;
        ListValue list = new(slot);
        ListCursor cursor = list.At(index);
        if (!cursor.IsAtElement)
        {
            context.Reply.Error(Errors.IndexOutOfRange);
            return;
        }

        list.Replace(cursor, context[3]);
        context.Notify(KeyEvents.List, "lset"u8);
        context.Database.CollectionChanged(context[1], isEmpty: false);
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>LINSERT key BEFORE | AFTER pivot element</summary>
    private static void Insert(ref CommandContext context)
    {
        bool after = context.Is(2, "AFTER"u8);
        if (!after && !context.Is(2, "BEFORE"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if (!context.TryEditOr(MissingReply.Zero, 1, ValueType.List, out ValueSlot slot))
            return;
        ListValue list = new(slot);
        SoughtElement pivot = new(context[3]);
        ListCursor cursor = list.At(0);
        while (cursor.IsAtElement && !pivot.Matches(cursor.Current))
            cursor.MoveNext();
        if (!cursor.IsAtElement)
        {
            context.Reply.Integer(-1);
            return;
        }

        list.Insert(cursor, context[4], after);
        context.Notify(KeyEvents.List, "linsert"u8);
        context.Database.CollectionChanged(context[1], isEmpty: false);
        context.Changed();
        context.Reply.Integer(list.Count);
    }

    /// <summary>LREM key count element</summary>
    private static void Remove(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long count)
            || !context.TryEditOr(MissingReply.Zero, 1, ValueType.List, out ValueSlot slot))
        {
            return;
        }

        ListValue list = new(slot);
        long removed = list.Remove(context[3], count);
        if (removed > 0)
        {
            context.Notify(KeyEvents.List, "lrem"u8);
            context.Database.CollectionChanged(context[1], list.Count == 0);
        }

        context.Changed(removed);
        context.Reply.Integer(removed);
    }

    /// <summary>LTRIM key start stop</summary>
    private static void Trim(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long start) || !context.TryReadInteger(3, out long stop))
            return;
        if (!context.TryEdit(1, ValueType.List, out ValueSlot slot))
            return;
        if (!slot.IsNull)
        {
            // Redis tells those who watch the key even when nothing is trimmed.
            ListValue list = new(slot);
            long length = list.Count;
            long kept = Clip(ref start, stop, length);
            if (kept > 0 && kept < length)
                list.Trim(start, kept);
            context.Notify(KeyEvents.List, "ltrim"u8);
            context.Database.CollectionChanged(context[1], isEmpty: kept == 0);
            context.Changed(length - kept);
        }

        context.Reply.Ok();
    }
}
