using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Sets;

internal static partial class SetCommands
{
    /// <summary>SINTER key [key ...], and SMEMBERS key</summary>
    private static void Intersect(ref CommandContext context)
    {
        int keys = context.Count - 1;
        Span<uint> records = keys <= SetOperands.Few ? stackalloc uint[keys] : new uint[keys];
        if (!SetOperands.TryRead(context, 1, records, out SetOperands sets))
            return;
        if (sets.AnyIsMissing)
        {
            context.Reply.Set(0);
            return;
        }

        if (keys == 1)
        {
            WriteSet(context.Reply, sets[0]);
            return;
        }

        List<uint> common = SetAlgebra.FindCommon(sets, long.MaxValue);
        context.Reply.Set(common.Count);
        SetValue smallest = sets[0];
        foreach (uint id in common)
            context.Reply.Bulk(smallest[id]);
    }

    /// <summary>SINTERCARD numkeys key [key ...] [LIMIT limit]</summary>
    private static void IntersectCount(ref CommandContext context)
    {
        if (!context.TryReadCount(1, 1, Errors.KeyCountNotPositive, out long keys))
            return;
        if (keys > context.Count - 2)
        {
            context.Reply.Error(Errors.TooFewKeys);
            return;
        }

        long limit = 0;
        for (int i = 2 + (int)keys; i < context.Count; i += 2)
        {
            if (i + 1 == context.Count || !context.Is(i, "LIMIT"u8))
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }

            if (!context.TryReadCount(i + 1, 0, Errors.NegativeLimit, out limit))
                return;
        }

        Span<uint> records = keys <= SetOperands.Few ? stackalloc uint[(int)keys] : new uint[keys];
        if (!SetOperands.TryRead(context, 2, records, out SetOperands sets))
            return;
        if (sets.AnyIsMissing)
            context.Reply.Integer(0);
        else
            context.Reply.Integer(SetAlgebra.FindCommon(sets, limit == 0 ? long.MaxValue : limit).Count);
    }

    /// <summary>SUNION key [key ...]</summary>
    private static void Union(ref CommandContext context) => CombineAndReply(ref context, SetAlgebra.Unite);

    /// <summary>SDIFF key [key ...]</summary>
    private static void Subtract(ref CommandContext context) => CombineAndReply(ref context, SetAlgebra.Subtract);

    /// <summary>SINTERSTORE destination key [key ...]</summary>
    private static void IntersectAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, SetAlgebra.Intersect, "sinterstore"u8);

    /// <summary>SUNIONSTORE destination key [key ...]</summary>
    private static void UnionAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, SetAlgebra.Unite, "sunionstore"u8);

    /// <summary>SDIFFSTORE destination key [key ...]</summary>
    private static void SubtractAndStore(ref CommandContext context) =>
        CombineAndStore(ref context, SetAlgebra.Subtract, "sdiffstore"u8);

    private static void CombineAndReply(ref CommandContext context, SetCombination combine)
    {
        byte kind = SetValue.EmptyKind;
        uint word = SetValue.CreateEmpty(context.Engine.Keyspace.Heap);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        if (TryCombine(context, firstKey: 1, combine, result))
            WriteSet(context.Reply, new SetValue(result));
        result.Store.Free(result);
    }

    private static void CombineAndStore(
        ref CommandContext context, SetCombination combine, ReadOnlySpan<byte> eventName)
    {
        byte kind = SetValue.EmptyKind;
        uint word = SetValue.CreateEmpty(context.Engine.Keyspace.Heap);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        if (!TryCombine(context, firstKey: 2, combine, result))
        {
            result.Store.Free(result);
            return;
        }

        long count = new SetValue(result).Count;
        if (count > 0)
        {
            context.Database.SetCollection(context[1], result);
            context.Notify(KeyEvents.Set, eventName);
            context.Changed();
        }
        else
        {
            result.Store.Free(result);
            if (context.Database.RemoveUnseen(context[1]))
            {
                context.Notify(KeyEvents.Generic, "del"u8);
                context.Changed();
            }
        }

        context.Reply.Integer(count);
    }

    private static bool TryCombine(
        in CommandContext context, int firstKey, SetCombination combine, scoped ValueSlot result)
    {
        int keys = context.Count - firstKey;
        Span<uint> records = keys <= SetOperands.Few ? stackalloc uint[keys] : new uint[keys];
        if (!SetOperands.TryRead(context, firstKey, records, out SetOperands sets))
            return false;
        combine(sets, new SetValue(result));
        return true;
    }

    private static void WriteSet(ReplyWriter reply, scoped SetValue set)
    {
        reply.Set(set.Count);
        foreach (PackedElement member in set)
            reply.Bulk(member);
    }
}
