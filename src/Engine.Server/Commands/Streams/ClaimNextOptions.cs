using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The options of XAUTOCLAIM.</summary>
internal struct ClaimNextOptions
{
    private const long DefaultCount = 100;

    /// <summary>With more, the bytes that Redis allocates for the ids of deleted entries would overflow.</summary>
    private const long HighestCount = long.MaxValue / StreamId.Bytes;

    /// <summary>With as many, Redis finds no room for these ids: no process has so large an address space.</summary>
    private const long CountBeyondMemory = (1L << 47) / StreamId.Bytes;

    /// <summary>Milliseconds since the last delivery that an entry must have waited.</summary>
    public long LeastIdle;

    /// <summary>The first id that is looked at.</summary>
    public StreamId Start;

    /// <summary>How many entries are claimed at most.</summary>
    public long Count;

    /// <summary>Ids are returned and not the entries, and the delivery does not count.</summary>
    public bool OnlyIds;

    /// <summary>Reads the options; replies with an error and returns false when there is a mistake in them.</summary>
    public static bool TryRead(ref CommandContext context, out ClaimNextOptions options)
    {
        options = new ClaimNextOptions { Count = DefaultCount };
        if (!Numbers.TryParse(context[4], out options.LeastIdle))
        {
            context.Reply.Error(Errors.InvalidClaimArgument("min-idle-time", "XAUTOCLAIM"));
            return false;
        }

        options.LeastIdle = Math.Max(options.LeastIdle, 0);
        if (!StreamCommands.TryReadStart(ref context, 5, out options.Start))
            return false;
        for (int i = 6; i < context.Count; i++)
        {
            if (context.Is(i, "COUNT"u8) && i + 1 < context.Count)
            {
                if (!TryReadCount(ref context, ++i, out options.Count))
                    return false;
            }
            else if (context.Is(i, "JUSTID"u8))
            {
                options.OnlyIds = true;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the answer has room in Redis; replies with an error when it has not. That is found out last.
    /// </summary>
    public static bool HasRoom(in CommandContext context, in ClaimNextOptions options)
    {
        if (options.Count < CountBeyondMemory)
            return true;
        context.Reply.Error(Errors.ClaimCountTooHigh);
        return false;
    }

    private static bool TryReadCount(ref CommandContext context, int index, out long count)
    {
        if (Numbers.TryParse(context[index], out count) && count is >= 1 and <= HighestCount)
            return true;
        context.Reply.Error(Errors.CountBelowOne);
        return false;
    }
}
