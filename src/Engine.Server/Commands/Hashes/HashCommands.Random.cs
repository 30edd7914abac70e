using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Hashes;

internal static partial class HashCommands
{
    /// <summary>HRANDFIELD key [count [WITHVALUES]]</summary>
    private static void RandomField(ref CommandContext context)
    {
        if (context.Count > 2)
        {
            RandomFields(ref context);
            return;
        }

        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        context.Reply.Bulk(hash[hash.RandomId()].Field);
    }

    private static void RandomFields(ref CommandContext context)
    {
        if (!context.TryReadSignedCount(2, out long count))
            return;
        bool withValues = context.Count == 4 && context.Is(3, "WITHVALUES"u8);
        if (context.Count > 3 && !withValues)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if (withValues && Math.Abs(count) > long.MaxValue / 2)
        {
            context.Reply.Error(Errors.ValueOutOfRange);
            return;
        }

        if (!context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        if (count < 0)
        {
            WriteHeader(context.Reply, -count, withValues);
            for (; count < 0 && !context.Session.Output.IsDiscarding; count++)
                WriteRandom(context.Reply, hash[hash.RandomId()], withValues);
            return;
        }

        List<uint> drawn = RandomSample.Draw(hash, count, context.Engine.Keyspace.Random);
        WriteHeader(context.Reply, drawn.Count, withValues);
        foreach (uint id in drawn)
            WriteRandom(context.Reply, hash[id], withValues);
    }

    private static void WriteHeader(ReplyWriter reply, long fields, bool withValues) =>
        reply.Array(withValues && !reply.IsResp3 ? 2 * fields : fields);

    private static void WriteRandom(ReplyWriter reply, HashField entry, bool withValues)
    {
        if (!withValues)
        {
            reply.Bulk(entry.Field);
            return;
        }

        if (reply.IsResp3)
            reply.Array(2);
        WritePair(reply, entry);
    }

    private static void WritePair(ReplyWriter reply, HashField entry)
    {
        reply.Bulk(entry.Field);
        reply.Bulk(entry.Value);
    }
}
