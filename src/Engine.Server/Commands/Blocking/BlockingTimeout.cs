using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Blocking;

/// <summary>How long a command waits: seconds, perhaps with a fraction; 0 for as long as it takes.</summary>
internal static class BlockingTimeout
{
    /// <summary>
    /// Reads an argument as a deadline in Unix milliseconds, or <see cref="BlockedClients.Forever"/>. Replies with an
    /// error and returns false when it is none.
    /// </summary>
    public static bool TryReadDeadline(in CommandContext context, int index, out long deadline)
    {
        deadline = BlockedClients.Forever;
        if (!ExtendedDouble.TryParse(context[index], out ExtendedDouble seconds))
            return Refuse(context, Errors.TimeoutNotAFloat);
        double milliseconds = Math.Ceiling(seconds.ToDouble() * 1000);
        if (milliseconds >= long.MaxValue)
            return Refuse(context, Errors.TimeoutOutOfRange);
        if (milliseconds < 0)
            return Refuse(context, Errors.NegativeTimeout);
        if (milliseconds == 0)
            return true;

        long now = context.Engine.Clock.Now;
        if ((long)milliseconds > long.MaxValue - now)
            return Refuse(context, Errors.TimeoutOutOfRange);
        deadline = now + (long)milliseconds;
        return true;
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
