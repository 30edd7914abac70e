using Engine.Server.Protocol;

namespace Engine.Server.Commands.SortedSets;

/// <summary>
/// What ZMPOP and BZMPOP are to pop: <c>numkeys key [key ...] MIN | MAX [COUNT count]</c>.
/// </summary>
internal readonly struct PopQuery(int firstKey, int keyCount, bool highest, long count)
{
    public int FirstKey { get; } = firstKey;

    public int KeyCount { get; } = keyCount;

    public bool Highest { get; } = highest;

    /// <summary>At most so many members; 1 or more.</summary>
    public long Count { get; } = count;

    /// <summary>Reads it from an argument on; replies with an error and returns false when it is wrong.</summary>
    public static bool TryRead(in CommandContext context, int index, out PopQuery query)
    {
        query = default;
        if (!context.TryReadCount(index, 1, Errors.KeyCountNotPositive, out long keyCount))
            return false;
        if (keyCount > context.Count - index - 2)
            return Refuse(context);

        int where = index + 1 + (int)keyCount;
        bool highest = context.Is(where, "MAX"u8);
        if (!highest && !context.Is(where, "MIN"u8))
            return Refuse(context);
        long count = 1;
        bool hasCount = where + 1 < context.Count && context.Is(where + 1, "COUNT"u8) && where + 2 < context.Count;
        if (hasCount && !context.TryReadCount(where + 2, 1, Errors.CountNotPositive, out count))
            return false;
        if (context.Count > where + (hasCount ? 3 : 1))
            return Refuse(context);
        query = new PopQuery(index + 1, (int)keyCount, highest, count);
        return true;
    }

    private static bool Refuse(in CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
