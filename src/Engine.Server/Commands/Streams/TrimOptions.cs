using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The options of XTRIM, and those of XADD up to the id.</summary>
internal struct TrimOptions
{
    /// <summary>What an approximate trim deletes at most when nothing is said: so many nodes, within bounds.</summary>
    private const long DefaultNodes = 100;

    /// <summary>Where the length or the id stands down to which the stream is cut; 0 when it is not.</summary>
    public int ThresholdAt;

    public StreamTrim Trim;

    /// <summary>No stream is made where there is none.</summary>
    public bool OnlyExisting;

    /// <summary>Where the id of the entry to add stands.</summary>
    public int IdAt;

    /// <summary>Reads the options; replies with an error and returns false when there is a mistake in them.</summary>
    /// <param name="context">The command.</param>
    /// <param name="adds">It is XADD: the options end at the id.</param>
    /// <param name="options">What was read.</param>
    public static bool TryRead(ref CommandContext context, bool adds, out TrimOptions options)
    {
        options = default;
        long limit = -1;
        int i = 2;
        for (; i < context.Count; i++)
        {
            bool hasArgument = i + 1 < context.Count;
            if (adds && context.Is(i, "*"u8))
            {
                break;
            }
            else if (context.Is(i, "MAXLEN"u8) && hasArgument)
            {
                if (!TryReadThreshold(ref context, ref i, isLength: true, ref options))
                    return false;
            }
            else if (context.Is(i, "MINID"u8) && hasArgument)
            {
                if (!TryReadThreshold(ref context, ref i, isLength: false, ref options))
                    return false;
            }
            else if (context.Is(i, "LIMIT"u8) && hasArgument)
            {
                if (!context.TryReadInteger(++i, out limit))
                    return false;
                if (limit < 0)
                    return Refuse(context, Errors.NegativeTrimLimit);
            }
            else if (adds && context.Is(i, "NOMKSTREAM"u8))
            {
                options.OnlyExisting = true;
            }
            else if (adds)
            {
                break;
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }

        options.IdAt = i;
        return (!adds || IsId(context, i)) && TrySetLimit(ref context, adds, limit, ref options);
    }

    /// <summary>Reads the threshold behind the option at an index, which moves on to it.</summary>
    private static bool TryReadThreshold(
        ref CommandContext context, ref int index, bool isLength, ref TrimOptions options)
    {
        if (options.ThresholdAt > 0)
            return Refuse(context, Errors.SeveralTrims);
        bool isApproximate = index + 2 < context.Count && context.Is(index + 1, "~"u8);
        bool isExact = index + 2 < context.Count && context.Is(index + 1, "="u8);
        index += isApproximate || isExact ? 2 : 1;
        long length = 0;
        StreamId leastId = default;
        if (isLength)
        {
            if (!context.TryReadInteger(index, out length))
                return false;
            if (length < 0)
                return Refuse(context, Errors.NegativeTrimLength);
        }
        else if (!StreamIdText.TryParse(context[index], 0, out leastId))
        {
            return Refuse(context, Errors.InvalidStreamId);
        }

        options.ThresholdAt = index;
        options.Trim = new StreamTrim
        {
            IsByLength = isLength, Length = length, LeastId = leastId, IsApproximate = isApproximate,
        };
        return true;
    }

    /// <summary>A mistake in the id of an entry to add is told before those that the options as a whole have.</summary>
    private static bool IsId(in CommandContext context, int index)
    {
        bool isId = index >= context.Count || context.Is(index, "*"u8)
            || StreamIdText.TryParseOpen(context[index], out _, out _);
        return isId || Refuse(context, Errors.InvalidStreamId);
    }

    private static bool TrySetLimit(ref CommandContext context, bool adds, long limit, ref TrimOptions options)
    {
        if (options.ThresholdAt == 0)
        {
            if (limit > 0)
                return Refuse(context, Errors.LimitWithoutTrim);
            if (!adds)
                return Refuse(context, Errors.NoTrim);
        }

        // An approximate trim is journalled as an exact one, with its limit.
        if (context.Session.RepeatsEffects)
            limit = 0;
        else if (limit >= 0 && !options.Trim.IsApproximate)
            return Refuse(context, Errors.LimitOfExactTrim);
        else if (limit < 0)
            limit = options.Trim.IsApproximate ? DefaultLimit(context) : 0;
        options.Trim = options.Trim with { Limit = limit };
        return true;
    }

    private static long DefaultLimit(in CommandContext context)
    {
        const long LimitOfEndlessNodes = 10_000;
        const long HighestLimit = 1_000_000;
        long limit = unchecked(DefaultNodes * context.Engine.Options.Encodings.StreamNodeEntries);
        return limit <= 0 ? LimitOfEndlessNodes : Math.Min(limit, HighestLimit);
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
