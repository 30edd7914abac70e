using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Blocking;

/// <summary>
/// How long a command waits: seconds, perhaps with a fraction, or milliseconds; 0 for as long as it takes.
/// </summary>
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

        // In Redis what does not fit the integer comes out of the conversion as a negative number.
        if (milliseconds is < 0 or >= long.MaxValue)
            return Refuse(context, Errors.NegativeTimeout);
        long now = context.Engine.Clock.Now;
        if (milliseconds > 0 && (long)milliseconds < BlockedClients.Forever - now)
            deadline = now + (long)milliseconds;
        return true;
    }

    /// <summary>As <see cref="TryReadDeadline"/>, of an argument in milliseconds.</summary>
    public static bool TryReadDeadlineInMilliseconds(in CommandContext context, int index, out long deadline)
    {
        deadline = BlockedClients.Forever;
        if (!Numbers.TryParse(context[index], out long milliseconds))
            return Refuse(context, Errors.TimeoutNotAnInteger);
        if (milliseconds < 0)
            return Refuse(context, Errors.NegativeTimeout);
        long now = context.Engine.Clock.Now;
        if (milliseconds > 0 && milliseconds < BlockedClients.Forever - now)
            deadline = now + milliseconds;
        return true;
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
