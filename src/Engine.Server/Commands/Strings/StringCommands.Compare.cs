using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>LCS key1 key2 [LEN] [IDX] [MINMATCHLEN length] [WITHMATCHLEN]</summary>
    private static void LongestCommonSubsequence(ref CommandContext context)
    {
        if (!TryReadText(ref context, 1, out byte[] first) | !TryReadText(ref context, 2, out byte[] second))
        {
            context.Reply.Error(Errors.NotStrings);
            return;
        }

        if (!TryReadLcsOptions(
            ref context, out bool indexes, out bool lengthOnly, out bool withLengths, out long shortest))
        {
            return;
        }

        long tableBytes = (first.Length + 1L) * (second.Length + 1L) * sizeof(uint);
        if (tableBytes > context.Engine.Options.MaxBulkLength)
        {
            context.Reply.Error(Errors.TooLongToCompare);
            return;
        }

        if (lengthOnly)
        {
            context.Reply.Integer(CommonSubsequence.Length(first, second));
            return;
        }

        List<CommonRun> runs = [];
        int length = CommonSubsequence.Find(first, second, runs);
        if (indexes)
            ReplyRuns(context.Reply, runs, length, shortest, withLengths);
        else
            context.Reply.Bulk(Join(first, runs, length));
    }

    private static bool TryReadLcsOptions(
        ref CommandContext context, out bool indexes, out bool lengthOnly, out bool withLengths, out long shortest)
    {
        indexes = lengthOnly = withLengths = false;
        shortest = 0;
        for (int i = 3; i < context.Count; i++)
        {
            if (context.Is(i, "IDX"u8))
            {
                indexes = true;
            }
            else if (context.Is(i, "LEN"u8))
            {
                lengthOnly = true;
            }
            else if (context.Is(i, "WITHMATCHLEN"u8))
            {
                withLengths = true;
            }
            else if (context.Is(i, "MINMATCHLEN"u8) && i + 1 < context.Count)
            {
                if (!context.TryReadInteger(++i, out shortest))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        if (indexes && lengthOnly)
            context.Reply.Error(Errors.LengthAndIndexes);
        return !(indexes && lengthOnly);
    }

    /// <summary>
    /// A copy of the string at a key, empty when there is none; false when the key holds something else.
    /// </summary>
    private static bool TryReadText(ref CommandContext context, int index, out byte[] text)
    {
        text = [];
        if (!context.Database.TryRead(context[index], out Entry entry))
            return true;
        if (entry.Type != ValueType.String)
            return false;
        text = entry.Text(stackalloc byte[Numbers.LongLength]).ToArray();
        return true;
    }

    private static void ReplyRuns(ReplyWriter reply, List<CommonRun> runs, int length, long shortest, bool withLengths)
    {
        reply.Map(2);
        reply.Bulk("matches"u8);
        reply.Array(runs.Count(run => run.Length >= shortest));
        foreach (CommonRun run in runs.Where(run => run.Length >= shortest))
        {
            reply.Array(withLengths ? 3 : 2);
            ReplyRange(reply, run.First, run.Length);
            ReplyRange(reply, run.Second, run.Length);
            if (withLengths)
                reply.Integer(run.Length);
        }

        reply.Bulk("len"u8);
        reply.Integer(length);
    }

    private static void ReplyRange(ReplyWriter reply, int start, int length)
    {
        reply.Array(2);
        reply.Integer(start);
        reply.Integer(start + length - 1);
    }

    private static byte[] Join(ReadOnlySpan<byte> text, List<CommonRun> runs, int length)
    {
        var joined = new byte[length];
        int end = length;
        foreach (CommonRun run in runs)
        {
            end -= run.Length;
            text.Slice(run.First, run.Length).CopyTo(joined.AsSpan(end));
        }

        return joined;
    }
}
