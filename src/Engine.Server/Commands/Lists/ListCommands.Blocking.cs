using Engine.Server.Commands.Blocking;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

/// <summary>The commands that wait for a list when there is none.</summary>
internal static partial class ListCommands
{
    /// <summary>The arguments of BLMOVE, with which BRPOPLPUSH shares all but the sides.</summary>
    private const int ArgumentsWithSides = 6;

    /// <summary>BLPOP key [key ...] timeout</summary>
    private static void WaitToPopHead(ref CommandContext context) => WaitToPop(ref context, ServeHead, fromHead: true);

    /// <summary>BRPOP key [key ...] timeout</summary>
    private static void WaitToPopTail(ref CommandContext context) => WaitToPop(ref context, ServeTail, fromHead: false);

    private static void WaitToPop(ref CommandContext context, ServeHandler serve, bool fromHead)
    {
        int keys = context.Count - 2;
        if (!BlockingTimeout.TryReadDeadline(context, context.Count - 1, out long deadline))
            return;
        for (int i = 1; i <= keys; i++)
        {
            if (!context.TryEdit(i, ValueType.List, out ValueSlot slot))
                return;
            if (slot.IsNull)
                continue;
            PopWithKey(ref context, context[i], new ListValue(slot), fromHead);
            return;
        }

        if (context.IsNested)
            context.Reply.NullArray();
        else
            context.Engine.Blocked.Block(context, 1, keys, ValueType.List, deadline, serve);
    }

    /// <summary>BLMPOP timeout numkeys key [key ...] LEFT | RIGHT [COUNT count]</summary>
    private static void WaitToPopFromFirst(ref CommandContext context)
    {
        if (!TryReadManyOptions(ref context, 2, out ManyOptions options)
            || !BlockingTimeout.TryReadDeadline(context, 1, out long deadline)
            || TryPopFromFirst(ref context, options))
        {
            return;
        }

        if (context.IsNested)
        {
            context.Reply.NullArray();
            return;
        }

        context.Engine.Blocked.Block(
            context, options.FirstKey, options.KeyCount, ValueType.List, deadline, ServeMany);
    }

    /// <summary>BLMOVE source destination LEFT | RIGHT LEFT | RIGHT timeout</summary>
    private static void WaitToMove(ref CommandContext context)
    {
        if (TryReadSide(context, 3, out bool fromHead) && TryReadSide(context, 4, out bool toHead))
            WaitToMove(ref context, ServeMove, fromHead, toHead);
    }

    /// <summary>BRPOPLPUSH source destination timeout</summary>
    private static void WaitToMoveTailToHead(ref CommandContext context) =>
        WaitToMove(ref context, ServeMoveTailToHead, fromHead: false, toHead: true);

    private static void WaitToMove(ref CommandContext context, ServeHandler serve, bool fromHead, bool toHead)
    {
        if (!BlockingTimeout.TryReadDeadline(context, context.Count - 1, out long deadline)
            || !context.TryEdit(1, ValueType.List, out ValueSlot source))
        {
            return;
        }

        if (!source.IsNull)
            MoveWithoutWaiting(ref context, source, fromHead, toHead);
        else if (context.IsNested)
            context.Reply.Null();
        else
            context.Engine.Blocked.Block(context, 1, 1, ValueType.List, deadline, serve);
    }

    private static bool ServeHead(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServePop(ref context, key, fromHead: true);

    private static bool ServeTail(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServePop(ref context, key, fromHead: false);

    private static bool ServePop(ref CommandContext context, ReadOnlySpan<byte> key, bool fromHead)
    {
        if (!context.Database.TryEdit(key, out Entry entry))
            return false;
        PopWithKey(ref context, key, new ListValue(entry.Slot), fromHead);
        return true;
    }

    private static bool ServeMany(ref CommandContext context, ReadOnlySpan<byte> key)
    {
        if (!context.Database.TryEdit(key, out Entry entry))
            return false;

        // They were read without a mistake before the waiting began.
        _ = TryReadManyOptions(ref context, 2, out ManyOptions options);
        PopManyWithKey(ref context, key, new ListValue(entry.Slot), options);
        return true;
    }

    private static bool ServeMove(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServeMove(ref context, key, fromHead: context.Is(3, "LEFT"u8), toHead: context.Is(4, "LEFT"u8));

    private static bool ServeMoveTailToHead(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServeMove(ref context, key, fromHead: false, toHead: true);

    private static bool ServeMove(ref CommandContext context, ReadOnlySpan<byte> key, bool fromHead, bool toHead)
    {
        if (!context.Database.TryEdit(key, out Entry entry))
            return false;
        if (Move(ref context, entry.Slot, fromHead, toHead))
            JournalMove(ref context, fromHead ? "left"u8 : "right"u8, toHead ? "left"u8 : "right"u8);
        return true;
    }

    /// <summary>Pops an element, replies with its key and itself, and journals that as LPOP or RPOP.</summary>
    private static void PopWithKey(ref CommandContext context, ReadOnlySpan<byte> key, ListValue list, bool fromHead)
    {
        context.Reply.Array(2);
        context.Reply.Bulk(key);
        PopOne(ref context, key, list, fromHead);
        IEffectSink effect = context.BeginEffect(2);
        effect.Add(NameOfPop(fromHead));
        effect.Add(key);
    }

    private static void MoveWithoutWaiting(ref CommandContext context, ValueSlot source, bool fromHead, bool toHead)
    {
        if (!Move(ref context, source, fromHead, toHead))
            return;
        if (context.Count == ArgumentsWithSides)
            JournalMove(ref context, context[3], context[4]);
        else
            JournalMove(ref context, default, default);
    }

    /// <summary>Journals the command that moves an element without waiting.</summary>
    private static void JournalMove(ref CommandContext context, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        bool namesSides = context.Count == ArgumentsWithSides;
        IEffectSink effect = context.BeginEffect(namesSides ? 5 : 3);
        effect.Add(namesSides ? "LMOVE"u8 : "RPOPLPUSH"u8);
        effect.Add(context[1]);
        effect.Add(context[2]);
        if (!namesSides)
            return;
        effect.Add(from);
        effect.Add(to);
    }
}
