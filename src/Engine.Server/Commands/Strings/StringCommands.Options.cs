using Engine.Server.Protocol;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>
    /// Reads options from the argument <paramref name="index"/> on, and where the argument of the last timed one
    /// stands. Replies with an error and returns false when they are no options or exclude each other.
    /// </summary>
    private static bool TryReadOptions(
        ref CommandContext context, int index, StringOptions allowed, out StringOptions options, out int timeIndex)
    {
        options = StringOptions.None;
        timeIndex = 0;
        for (; index < context.Count; index++)
        {
            StringOptions option = OptionAt(context, index) & allowed;
            bool hasTime = (option & StringOptions.Timed) != 0;
            if (option == StringOptions.None || Excludes(option, options) || (hasTime && index + 1 == context.Count))
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }

            options |= option;
            if (hasTime)
                timeIndex = ++index;
        }

        return true;
    }

    private static StringOptions OptionAt(in CommandContext context, int index)
    {
        if (context.Is(index, "EX"u8))
            return StringOptions.Seconds;
        if (context.Is(index, "PX"u8))
            return StringOptions.Milliseconds;
        if (context.Is(index, "NX"u8))
            return StringOptions.OnlyAbsent;
        if (context.Is(index, "XX"u8))
            return StringOptions.OnlyPresent;
        if (context.Is(index, "GET"u8))
            return StringOptions.ReturnOld;
        if (context.Is(index, "KEEPTTL"u8))
            return StringOptions.KeepExpiry;
        if (context.Is(index, "EXAT"u8))
            return StringOptions.UnixSeconds;
        if (context.Is(index, "PXAT"u8))
            return StringOptions.UnixMilliseconds;
        return context.Is(index, "PERSIST"u8) ? StringOptions.Persist : StringOptions.None;
    }

    /// <summary>The same option may come again; its last time counts.</summary>
    private static bool Excludes(StringOptions option, StringOptions earlier) => option switch
    {
        StringOptions.OnlyAbsent => (earlier & StringOptions.OnlyPresent) != 0,
        StringOptions.OnlyPresent => (earlier & StringOptions.OnlyAbsent) != 0,
        StringOptions.ReturnOld => false,
        _ => (earlier & StringOptions.Expiry & ~option) != 0,
    };

    /// <summary>
    /// The time of a timed option in Unix milliseconds; replies with an error and returns false when it is out of
    /// range.
    /// </summary>
    private static bool TryReadExpiry(ref CommandContext context, StringOptions options, int timeIndex, out long expiry)
    {
        if (!context.TryReadInteger(timeIndex, out expiry))
            return false;
        bool inSeconds = (options & (StringOptions.Seconds | StringOptions.UnixSeconds)) != 0;
        bool isRelative = (options & (StringOptions.Seconds | StringOptions.Milliseconds)) != 0;
        if (expiry > 0 && (!inSeconds || expiry <= long.MaxValue / 1000))
        {
            if (inSeconds)
                expiry *= 1000;
            if (isRelative)
                expiry = unchecked(expiry + context.Engine.Clock.Now);
            if (expiry > 0)
                return true;
        }

        context.Reply.Error(Errors.InvalidExpire(context.Command.FullName));
        return false;
    }
}
