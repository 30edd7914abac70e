using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

internal static partial class ListCommands
{
    /// <summary>LPUSH key element [element ...]</summary>
    private static void PushHead(ref CommandContext context) => Push(ref context, atHead: true, mustExist: false);

    /// <summary>RPUSH key element [element ...]</summary>
    private static void PushTail(ref CommandContext context) => Push(ref context, atHead: false, mustExist: false);

    /// <summary>LPUSHX key element [element ...]</summary>
    private static void PushHeadIfPresent(ref CommandContext context) =>
        Push(ref context, atHead: true, mustExist: true);

    /// <summary>RPUSHX key element [element ...]</summary>
    private static void PushTailIfPresent(ref CommandContext context) =>
        Push(ref context, atHead: false, mustExist: true);

    private static void Push(ref CommandContext context, bool atHead, bool mustExist)
    {
        if (!context.TryEdit(1, ValueType.List, out ValueSlot slot))
            return;
        if (slot.IsNull && mustExist)
        {
            context.Reply.Integer(0);
            return;
        }

        ListValue list = new(slot.IsNull ? AddList(context, context[1]) : slot);
        for (int i = 2; i < context.Count; i++)
            list.Push(context[i], atHead);
        context.Notify(KeyEvents.List, NameOfPushEvent(atHead));
        context.Database.CollectionChanged(context[1], isEmpty: false);
        context.Changed(context.Count - 2);
        context.Reply.Integer(list.Count);
    }

    private static ReadOnlySpan<byte> NameOfPushEvent(bool atHead) => atHead ? "lpush"u8 : "rpush"u8;

    /// <summary>Adds a key with a list that is about to get its first element.</summary>
    private static ValueSlot AddList(in CommandContext context, ReadOnlySpan<byte> key)
    {
        uint block = ListPackEditor.Create(context.Engine.Keyspace.Heap);
        return context.Database.AddCompact(key, ValueType.List, ValueEncoding.ListPack, block);
    }
}
