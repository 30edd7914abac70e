using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Sets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sets;

internal static partial class SetCommands
{
    /// <summary>SISMEMBER key member</summary>
    private static void IsMember(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.Set, out ValueSlot slot))
            context.Reply.Integer(new SetValue(slot).Contains(context[2]) ? 1 : 0);
    }

    /// <summary>SMISMEMBER key member [member ...]</summary>
    private static void AreMembers(ref CommandContext context)
    {
        if (!context.TryRead(1, ValueType.Set, out ValueSlot slot))
            return;
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
            context.Reply.Integer(!slot.IsNull && new SetValue(slot).Contains(context[i]) ? 1 : 0);
    }

    /// <summary>SCARD key</summary>
    private static void Count(ref CommandContext context)
    {
        if (context.TryReadOr(MissingReply.Zero, 1, ValueType.Set, out ValueSlot slot))
            context.Reply.Integer(new SetValue(slot).Count);
    }

    /// <summary>SSCAN key cursor [MATCH pattern] [COUNT count]</summary>
    private static void Scan(ref CommandContext context)
    {
        if (!ScanOptions.TryReadForCollection(
            context, ValueType.Set, out ValueSlot slot, out ulong cursor, out ScanOptions options))
            return;
        var set = new SetValue(slot);
        List<uint> found = options.Collect(set, ref cursor);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        int kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            if (options.Matches(context, set[found[i]].Text(digits)))
                found[kept++] = found[i];
        }

        ScanOptions.ReplyHeader(context.Reply, cursor, kept);
        for (int i = 0; i < kept; i++)
            context.Reply.Bulk(set[found[i]]);
    }
}
