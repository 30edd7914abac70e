using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

internal static partial class ListCommands
{
    /// <summary>LPOP key [count]</summary>
    private static void PopHead(ref CommandContext context) => Pop(ref context, fromHead: true);

    /// <summary>RPOP key [count]</summary>
    private static void PopTail(ref CommandContext context) => Pop(ref context, fromHead: false);

    private static void Pop(ref CommandContext context, bool fromHead)
    {
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.WrongArity(context.Command.FullName));
            return;
        }

        long count = 1;
        bool hasCount = context.Count == 3;
        if (hasCount && (!Numbers.TryParse(context[2], out count) || count < 0))
        {
            context.Reply.Error(Errors.NotPositive);
            return;
        }

        MissingReply missing = hasCount ? MissingReply.NullArray : MissingReply.Null;
        if (!context.TryEditOr(missing, 1, ValueType.List, out ValueSlot slot))
            return;
        if (hasCount)
            PopMany(ref context, context[1], new ListValue(slot), fromHead, count);
        else
            PopOne(ref context, context[1], new ListValue(slot), fromHead);
    }

    /// <summary>LMPOP numkeys key [key ...] LEFT | RIGHT [COUNT count]</summary>
    private static void PopFromFirst(ref CommandContext context)
    {
        if (TryReadManyOptions(ref context, 1, out ManyOptions options) && !TryPopFromFirst(ref context, options))
            context.Reply.NullArray();
    }

    /// <summary>
    /// Pops from the first list that exists, or replies that a key before it holds something else. Returns false, and
    /// has not replied, when there is no list.
    /// </summary>
    private static bool TryPopFromFirst(ref CommandContext context, in ManyOptions options)
    {
        for (int i = options.FirstKey; i < options.FirstKey + options.KeyCount; i++)
        {
            if (!context.TryEdit(i, ValueType.List, out ValueSlot slot))
                return true;
            if (slot.IsNull)
                continue;
            PopManyWithKey(ref context, context[i], new ListValue(slot), options);
            return true;
        }

        return false;
    }

    /// <summary>Pops, replies with the key and the elements, and journals that as LPOP or RPOP with a count.</summary>
    private static void PopManyWithKey(
        ref CommandContext context, ReadOnlySpan<byte> key, ListValue list, in ManyOptions options)
    {
        long count = Math.Min(options.Count, list.Count);
        context.Reply.Array(2);
        context.Reply.Bulk(key);
        PopMany(ref context, key, list, options.FromHead, count);
        IEffectSink effect = context.BeginEffect(3);
        effect.Add(NameOfPop(options.FromHead));
        effect.Add(key);
        effect.Add(count);
    }

    private static void PopOne(ref CommandContext context, ReadOnlySpan<byte> key, ListValue list, bool fromHead)
    {
        WriteElement(context.Reply, list.At(fromHead ? 0 : -1).Current);
        list.Pop(fromHead);
        context.Database.Notify(KeyEvents.List, NameOfPopEvent(fromHead), key);
        context.Database.CollectionChanged(key, list.Count == 0);
        context.Changed();
    }

    private static void PopMany(
        ref CommandContext context, ReadOnlySpan<byte> key, ListValue list, bool fromHead, long count)
    {
        long length = list.Count;
        count = Math.Min(count, length);
        context.Reply.Array((int)count);
        if (count == 0)
            return;

        ListCursor cursor = list.At(fromHead ? 0 : -1);
        for (long i = 0; i < count; i++)
        {
            WriteElement(context.Reply, cursor.Current);
            cursor.Move(backwards: !fromHead);
        }

        if (count < length)
            list.Trim(fromHead ? count : 0, length - count);
        context.Database.Notify(KeyEvents.List, NameOfPopEvent(fromHead), key);
        context.Database.CollectionChanged(key, isEmpty: count == length);
        context.Changed(count);
    }

    private static ReadOnlySpan<byte> NameOfPopEvent(bool fromHead) => fromHead ? "lpop"u8 : "rpop"u8;

    private static ReadOnlySpan<byte> NameOfPop(bool fromHead) => fromHead ? "LPOP"u8 : "RPOP"u8;

    /// <summary>Reads <c>numkeys key [key ...] LEFT | RIGHT [COUNT count]</c>.</summary>
    private static bool TryReadManyOptions(ref CommandContext context, int index, out ManyOptions options)
    {
        options = default;
        if (!Numbers.TryParse(context[index], out long keys) || keys <= 0)
            return Refuse(context, Errors.KeyCountNotPositive);
        if (keys > context.Count - index - 2)
            return Refuse(context, Errors.Syntax);

        int where = index + 1 + (int)keys;
        if (!TryReadSide(context, where, out bool fromHead))
            return false;
        long count = 1;
        if (context.Count > where + 1)
        {
            if (context.Count != where + 3 || !context.Is(where + 1, "COUNT"u8))
                return Refuse(context, Errors.Syntax);
            if (!Numbers.TryParse(context[where + 2], out count) || count <= 0)
                return Refuse(context, Errors.CountNotPositive);
        }

        options = new ManyOptions(index + 1, (int)keys, fromHead, count);
        return true;
    }

    private static bool TryReadSide(in CommandContext context, int index, out bool isHead)
    {
        isHead = context.Is(index, "LEFT"u8);
        return isHead || context.Is(index, "RIGHT"u8) || Refuse(context, Errors.Syntax);
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }

    /// <summary>What LMPOP and BLMPOP are told to pop.</summary>
    private readonly record struct ManyOptions(int FirstKey, int KeyCount, bool FromHead, long Count);
}
