using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The options of XPENDING.</summary>
internal struct PendingOptions
{
    /// <summary>Milliseconds since the last delivery that an entry must have waited; 0 for any.</summary>
    public long LeastIdle;

    public StreamId Start;

    public StreamId End;

    /// <summary>How many entries at most.</summary>
    public long Count;

    /// <summary>Where the name of the consumer stands; 0 for all consumers.</summary>
    public int ConsumerAt;

    /// <summary>Reads the options; replies with an error and returns false when there is a mistake in them.</summary>
    public static bool TryRead(ref CommandContext context, out PendingOptions options)
    {
        options = default;
        if (context.Count == 3)
            return true;
        if (context.Count is < 6 or > 9)
            return RefuseSyntax(context);
        int startAt = 3;
        if (context.Is(3, "IDLE"u8))
        {
            if (!context.TryReadInteger(4, out options.LeastIdle))
                return false;
            if (context.Count < 8)
                return RefuseSyntax(context);
            startAt = 5;
        }

        if (!context.TryReadInteger(startAt + 2, out options.Count)
            || !StreamCommands.TryReadStart(ref context, startAt, out options.Start)
            || !StreamCommands.TryReadEnd(ref context, startAt + 1, out options.End))
        {
            return false;
        }

        if (startAt + 3 < context.Count)
            options.ConsumerAt = startAt + 3;
        return true;
    }

    private static bool RefuseSyntax(in CommandContext context)
    {
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
