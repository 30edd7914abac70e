using Engine.Server.Commands.Blocking;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

internal static partial class SortedSetCommands
{
    /// <summary>ZPOPMIN key [count]</summary>
    private static void PopLowest(ref CommandContext context) => Pop(ref context, highest: false);

    /// <summary>ZPOPMAX key [count]</summary>
    private static void PopHighest(ref CommandContext context) => Pop(ref context, highest: true);

    /// <summary>ZMPOP numkeys key [key ...] MIN | MAX [COUNT count]</summary>
    private static void PopFromAny(ref CommandContext context)
    {
        if (!PopQuery.TryRead(context, 1, out PopQuery query)
            || !TryFindAny(ref context, query, out int keyIndex, out ValueSlot slot))
            return;
        if (keyIndex == 0)
            context.Reply.NullArray();
        else
            PopCounted(ref context, context[keyIndex], slot, query);
    }

    /// <summary>BZPOPMIN key [key ...] timeout</summary>
    private static void WaitToPopLowest(ref CommandContext context) => WaitToPop(ref context, highest: false);

    /// <summary>BZPOPMAX key [key ...] timeout</summary>
    private static void WaitToPopHighest(ref CommandContext context) => WaitToPop(ref context, highest: true);

    /// <summary>BZMPOP timeout numkeys key [key ...] MIN | MAX [COUNT count]</summary>
    private static void WaitToPopFromAny(ref CommandContext context)
    {
        if (PopQuery.TryRead(context, 2, out PopQuery query))
            PopOrWait(ref context, query, timeoutIndex: 1, ServePopCounted);
    }

    private static void Pop(ref CommandContext context, bool highest)
    {
        long count = 1;
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        bool hasCount = context.Count == 3;
        if ((hasCount && !context.TryReadCount(2, 0, Errors.NotPositive, out count))
            || !context.TryEditOr(MissingReply.EmptyArray, 1, ValueType.SortedSet, out ValueSlot slot))
            return;

        var set = new SortedSetValue(slot);
        count = Math.Min(count, set.Count);
        bool inPairs = hasCount && context.Reply.IsResp3;
        context.Reply.Array(inPairs ? count : 2 * count);
        if (count > 0)
            PopElements(ref context, context[1], set, (int)count, highest, inPairs);
    }

    private static void WaitToPop(ref CommandContext context, bool highest)
    {
        var query = new PopQuery(firstKey: 1, keyCount: context.Count - 2, highest, count: 1);
        PopOrWait(ref context, query, timeoutIndex: context.Count - 1, highest ? ServePopHighest : ServePopLowest);
    }

    private static void PopOrWait(
        ref CommandContext context, PopQuery query, int timeoutIndex, ServeHandler serve)
    {
        if (!BlockingTimeout.TryReadDeadline(context, timeoutIndex, out long deadline)
            || !TryFindAny(ref context, query, out int keyIndex, out _))
            return;
        if (keyIndex > 0)
            serve(ref context, context[keyIndex]);
        else if (context.IsNested)
            context.Reply.NullArray();
        else
            context.Engine.Blocked.Block(
                context, query.FirstKey, query.KeyCount, ValueType.SortedSet, deadline, serve);
    }

    private static bool ServePopLowest(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServePop(ref context, key, highest: false);

    private static bool ServePopHighest(ref CommandContext context, ReadOnlySpan<byte> key) =>
        ServePop(ref context, key, highest: true);

    private static bool ServePop(ref CommandContext context, ReadOnlySpan<byte> key, bool highest)
    {
        context.Database.TryEdit(key, out Entry entry);
        context.Reply.Array(3);
        context.Reply.Bulk(key);
        IEffectSink effect = context.BeginEffect(2);
        effect.Add(PopCommandName(highest));
        effect.Add(key);
        PopElements(ref context, key, new SortedSetValue(entry.Slot), 1, highest, inPairs: false);
        return true;
    }

    private static bool ServePopCounted(ref CommandContext context, ReadOnlySpan<byte> key)
    {
        context.Database.TryEdit(key, out Entry entry);
        PopQuery.TryRead(context, 2, out PopQuery query);
        PopCounted(ref context, key, entry.Slot, query);
        return true;
    }

    /// <summary>Pops from a key and replies with it.</summary>
    private static void PopCounted(
        ref CommandContext context, ReadOnlySpan<byte> key, scoped ValueSlot slot, PopQuery query)
    {
        var set = new SortedSetValue(slot);
        int count = (int)Math.Min(query.Count, set.Count);
        context.Reply.Array(2);
        context.Reply.Bulk(key);
        context.Reply.Array(count);
        IEffectSink effect = context.BeginEffect(3);
        effect.Add(PopCommandName(query.Highest));
        effect.Add(key);
        effect.Add(count);
        PopElements(ref context, key, set, count, query.Highest, inPairs: true);
    }

    /// <summary>Removes members from one end and replies with them and their scores.</summary>
    private static void PopElements(
        ref CommandContext context,
        ReadOnlySpan<byte> key,
        scoped SortedSetValue set,
        int count,
        bool highest,
        bool inPairs)
    {
        var range = new IndexRange(highest ? (int)set.Count - count : 0, count);
        SortedSetValue.Enumerator elements = set.Enumerate(range, backward: highest);
        while (elements.MoveNext())
        {
            if (inPairs)
                context.Reply.Array(2);
            context.Reply.Bulk(elements.Current.Member);
            context.Reply.Double(elements.Current.Score);
        }

        set.Remove(range);
        context.Database.Notify(KeyEvents.SortedSet, highest ? "zpopmax"u8 : "zpopmin"u8, key);
        context.Database.CollectionChanged(key, isEmpty: set.Count == 0);
        context.Changed(count);
    }

    /// <summary>
    /// Finds the first of several keys that exists; none is 0. Replies with an error and returns false when it holds
    /// something else than a sorted set.
    /// </summary>
    private static bool TryFindAny(
        ref CommandContext context, PopQuery query, out int keyIndex, out ValueSlot slot)
    {
        slot = default;
        for (keyIndex = query.FirstKey; keyIndex < query.FirstKey + query.KeyCount; keyIndex++)
        {
            if (!context.TryEdit(keyIndex, ValueType.SortedSet, out slot))
                return false;
            if (!slot.IsNull)
                return true;
        }

        keyIndex = 0;
        return true;
    }

    private static ReadOnlySpan<byte> PopCommandName(bool highest) => highest ? "ZPOPMAX"u8 : "ZPOPMIN"u8;
}
