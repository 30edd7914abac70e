using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The options of XCLAIM.</summary>
internal struct ClaimOptions
{
    /// <summary>Where the first id stands.</summary>
    public const int IdsAt = 5;

    /// <summary>Milliseconds since the last delivery that an entry must have waited.</summary>
    public long LeastIdle;

    /// <summary>Behind the last id.</summary>
    public int IdsEnd;

    /// <summary>When the entries count as delivered, Unix milliseconds.</summary>
    public long DeliveredAt;

    /// <summary>How often they count as delivered; negative when nothing is said.</summary>
    public long Deliveries;

    /// <summary>The group's last id, if it is greater than what the group has.</summary>
    public StreamId LastId;

    /// <summary>Entries that no consumer has are claimed, too.</summary>
    public bool IsForced;

    /// <summary>Ids are returned and not the entries, and the delivery does not count.</summary>
    public bool OnlyIds;

    /// <summary>Reads the options; replies with an error and returns false when there is a mistake in them.</summary>
    public static bool TryRead(ref CommandContext context, out ClaimOptions options)
    {
        options = new ClaimOptions { Deliveries = -1 };
        if (!TryReadInteger(ref context, 4, "min-idle-time", out options.LeastIdle))
            return false;
        options.LeastIdle = Math.Max(options.LeastIdle, 0);
        int i = IdsAt;
        while (i < context.Count && StreamIdText.TryParse(context[i], 0, out _))
            i++;
        options.IdsEnd = i;

        long now = context.Engine.Clock.Now;
        long deliveredAt = -1;
        for (; i < context.Count; i++)
        {
            bool hasArgument = i + 1 < context.Count;
            if (context.Is(i, "FORCE"u8))
            {
                options.IsForced = true;
            }
            else if (context.Is(i, "JUSTID"u8))
            {
                options.OnlyIds = true;
            }
            else if (context.Is(i, "IDLE"u8) && hasArgument)
            {
                if (!TryReadInteger(ref context, ++i, "IDLE option", out long idle))
                    return false;
                deliveredAt = unchecked(now - idle);
            }
            else if (context.Is(i, "TIME"u8) && hasArgument)
            {
                if (!TryReadInteger(ref context, ++i, "TIME option", out deliveredAt))
                    return false;
            }
            else if (context.Is(i, "RETRYCOUNT"u8) && hasArgument)
            {
                if (!TryReadInteger(ref context, ++i, "RETRYCOUNT option", out options.Deliveries))
                    return false;
            }
            else if (context.Is(i, "LASTID"u8) && hasArgument)
            {
                if (!TryReadLastId(ref context, ++i, out options.LastId))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.UnknownClaimOption(context[i]));
                return false;
            }
        }

        // A time that cannot be is taken for now, since the clocks of clients may differ.
        options.DeliveredAt = deliveredAt < 0 || deliveredAt > now ? now : deliveredAt;
        return true;
    }

    private static bool TryReadLastId(ref CommandContext context, int index, out StreamId id)
    {
        if (StreamIdText.TryParse(context[index], 0, out id))
            return true;
        context.Reply.Error(Errors.InvalidStreamId);
        return false;
    }

    private static bool TryReadInteger(ref CommandContext context, int index, string name, out long value)
    {
        if (Numbers.TryParse(context[index], out value))
            return true;
        context.Reply.Error(Errors.InvalidClaimArgument(name, "XCLAIM"));
        return false;
    }
}
