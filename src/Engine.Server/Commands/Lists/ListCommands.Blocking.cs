using Engine.Server.Commands.Blocking;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

/// <summary>The commands that wait for a list when there is none.</summary>
internal static partial class ListCommands
{
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
            MoveAndJournal(ref context, source, fromHead, toHead);
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
        if (!TryReadManyOptions(ref context, 2, out ManyOptions options)
            || !context.Database.TryEdit(key, out Entry entry))
        {
            return false;
        }

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
        MoveAndJournal(ref context, entry.Slot, fromHead, toHead);
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

    /// <summary>Moves an element and journals that as the command that does the same without waiting.</summary>
    private static void MoveAndJournal(ref CommandContext context, ValueSlot source, bool fromHead, bool toHead)
    {
        if (!Move(ref context, source, fromHead, toHead))
            return;
        const int BrpoplpushArguments = 4;
        bool namesSides = context.Count > BrpoplpushArguments;
        int arguments = context.Count - 1;
        IEffectSink effect = context.BeginEffect(arguments);
        effect.Add(namesSides ? "LMOVE"u8 : "RPOPLPUSH"u8);
        for (int i = 1; i < arguments; i++)
            effect.Add(context[i]);
    }
}
