using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Hashes;

internal static partial class HashCommands
{
    /// <summary>HGET key field</summary>
    private static void Get(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.Hash, out ValueSlot slot))
            return;
        if (new HashValue(slot).TryGet(context[2], out PackedElement value))
            context.Reply.Bulk(value);
        else
            context.Reply.Null();
    }

    /// <summary>HMGET key field [field ...]</summary>
    private static void GetMany(ref CommandContext context)
    {
        if (!context.TryRead(1, ValueType.Hash, out ValueSlot slot))
            return;
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
        {
            if (!slot.IsNull && new HashValue(slot).TryGet(context[i], out PackedElement value))
                context.Reply.Bulk(value);
            else
                context.Reply.Null();
        }
    }

    /// <summary>HEXISTS key field</summary>
    private static void Exists(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.Hash, out ValueSlot slot))
            context.Reply.Integer(new HashValue(slot).Contains(context[2]) ? 1 : 0);
    }

    /// <summary>HSTRLEN key field</summary>
    private static void ValueLength(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.Zero, 1, ValueType.Hash, out ValueSlot slot))
            return;
        bool exists = new HashValue(slot).TryGet(context[2], out PackedElement value);
        context.Reply.Integer(exists ? value.Length : 0);
    }

    /// <summary>HLEN key</summary>
    private static void Length(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.Hash, out ValueSlot slot))
            context.Reply.Integer(new HashValue(slot).Count);
    }

    /// <summary>HGETALL key</summary>
    private static void GetAll(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.EmptyMap, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        context.Reply.Map(hash.Count);
        foreach (HashField entry in hash)
        {
            context.Reply.Bulk(entry.Field);
            context.Reply.Bulk(entry.Value);
        }
    }

    /// <summary>HKEYS key</summary>
    private static void GetFields(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        context.Reply.Array(hash.Count);
        foreach (HashField entry in hash)
            context.Reply.Bulk(entry.Field);
    }

    /// <summary>HVALS key</summary>
    private static void GetValues(ref CommandContext context)
    {
        if (!context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        context.Reply.Array(hash.Count);
        foreach (HashField entry in hash)
            context.Reply.Bulk(entry.Value);
    }

    /// <summary>HSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    private static void Scan(ref CommandContext context)
    {
        if (!ScanOptions.TryReadForCollection(
            context, ValueType.Hash, out ValueSlot slot, out ulong cursor, out ScanOptions options))
            return;
        var hash = new HashValue(slot);
        List<uint> found = options.Collect(hash, ref cursor);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        int kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            if (options.Matches(context, hash[found[i]].Field.Text(digits)))
                found[kept++] = found[i];
        }

        ScanOptions.ReplyHeader(context.Reply, cursor, 2 * kept);
        for (int i = 0; i < kept; i++)
            WritePair(context.Reply, hash[found[i]]);
    }
}
