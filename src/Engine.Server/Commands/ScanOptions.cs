using Engine.Server.DataTypes;
using Engine.Server.Memory;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands;

/// <summary>What SCAN and its kin are asked for: <c>[MATCH pattern] [COUNT count] [TYPE type]</c>.</summary>
internal readonly struct ScanOptions
{
    private const int DefaultCount = 10;

    private readonly long _count;

    private ScanOptions(long count, int patternIndex, int typeIndex)
    {
        _count = count;
        PatternIndex = patternIndex;
        TypeIndex = typeIndex;
    }

    /// <summary>The argument that holds the type; 0 when every type will do.</summary>
    public int TypeIndex { get; }

    /// <summary>The argument that holds the pattern; 0 when everything matches.</summary>
    private int PatternIndex { get; }

    /// <summary>Reads the cursor; replies with an error and returns false when it is none.</summary>
    public static bool TryReadCursor(in CommandContext context, int index, out ulong cursor)
    {
        if (Numbers.TryParseCursor(context[index], out cursor))
            return true;
        context.Reply.Error(Errors.InvalidCursor);
        return false;
    }

    /// <summary>
    /// Reads the arguments of HSCAN and its kin, <c>key cursor [options]</c>, and finds the collection. Returns false
    /// when the reply is written: there is no collection, or there was an error.
    /// </summary>
    public static bool TryReadForCollection(
        in CommandContext context,
        ValueType type,
        out ValueSlot slot,
        out ulong cursor,
        out ScanOptions options)
    {
        slot = default;
        options = default;
        if (!TryReadCursor(context, 2, out cursor) || !context.TryRead(1, type, out slot))
            return false;
        if (!slot.IsNull)
            return TryRead(context, 3, takesType: false, out options);

        // As in Redis, nobody reads the options then.
        ReplyHeader(context.Reply, 0, 0);
        return false;
    }

    /// <summary>Reads the options; replies with an error and returns false when they are wrong.</summary>
    public static bool TryRead(in CommandContext context, int from, bool takesType, out ScanOptions options)
    {
        options = default;
        long count = DefaultCount;
        int pattern = 0;
        int type = 0;
        for (int i = from; i < context.Count; i += 2)
        {
            bool hasValue = i + 1 < context.Count;
            if (hasValue && context.Is(i, "COUNT"u8))
            {
                if (!context.TryReadInteger(i + 1, out count))
                    return false;
            }
            else if (hasValue && context.Is(i, "MATCH"u8))
            {
                pattern = context[i + 1] is [(byte)'*'] ? 0 : i + 1;
            }
            else if (hasValue && takesType && context.Is(i, "TYPE"u8))
            {
                type = i + 1;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }

            if (count < 1)
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        options = new ScanOptions(count, pattern, type);
        return true;
    }

    /// <summary>Goes on from a cursor until there are as many handles as are asked for, and moves the cursor.</summary>
    public List<uint> Collect<T>(T source, ref ulong cursor)
        where T : IScannable, allows ref struct
    {
        // A sparse table has many empty buckets: so many are visited for each entry that is asked for.
        const int RoundsPerEntry = 10;
        List<uint> found = [];
        long rounds = Math.Min(_count, long.MaxValue / RoundsPerEntry) * RoundsPerEntry;
        do
            cursor = source.Scan(cursor, found);
        while (cursor != 0 && rounds-- > 0 && found.Count < _count);
        return found;
    }

    public bool Matches(in CommandContext context, ReadOnlySpan<byte> text) =>
        PatternIndex == 0 || GlobPattern.Matches(context[PatternIndex], text);

    /// <summary>The cursor, then an array of so many elements, to be written in turn.</summary>
    public static void ReplyHeader(ReplyWriter reply, ulong cursor, int count)
    {
        reply.Array(2);
        reply.BulkInteger((long)cursor);
        reply.Array(count);
    }
}
