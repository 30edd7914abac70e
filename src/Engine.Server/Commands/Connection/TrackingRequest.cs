using Engine.Server.Protocol;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Commands.Connection;

/// <summary>What a CLIENT TRACKING asks for.</summary>
internal sealed class TrackingRequest
{
    private const int FirstOption = 3;

    private readonly List<byte[]> _prefixes = [];
    private TrackingModes _modes;
    private long _redirectedTo;

    private bool IsBroadcast => (_modes & TrackingModes.Broadcast) != 0;

    /// <summary>Reads the options, or replies with an error.</summary>
    public static bool TryRead(in CommandContext context, out TrackingRequest request)
    {
        request = new TrackingRequest();
        int i = FirstOption;
        while (i < context.Count)
        {
            if (!request.TryReadOption(context, ref i))
                return false;
        }

        return true;
    }

    /// <summary>Begins tracking, or replies with an error when options exclude each other or those in force.</summary>
    public bool TryApply(in CommandContext context)
    {
        ClientTracking? current = context.Session.Tracking;
        if (!AreModesPossible(context.Reply, current) || (IsBroadcast && Overlaps(context.Reply, current)))
            return false;
        context.Engine.Tracking.Enable(context.Session, _modes, _redirectedTo, _prefixes);
        return true;
    }

    private bool TryReadOption(in CommandContext context, ref int i)
    {
        bool hasArgument = i + 1 < context.Count;
        if (context.Is(i, "REDIRECT"u8) && hasArgument)
        {
            i += 2;
            return TryReadRedirection(context, i - 1);
        }

        if (context.Is(i, "PREFIX"u8) && hasArgument)
        {
            _prefixes.Add(context[i + 1].ToArray());
            i += 2;
            return true;
        }

        TrackingModes mode = ReadMode(context, i);
        if (mode == TrackingModes.None)
            context.Reply.Error(Errors.Syntax);
        _modes |= mode;
        i++;
        return mode != TrackingModes.None;
    }

    private static TrackingModes ReadMode(in CommandContext context, int index)
    {
        if (context.Is(index, "BCAST"u8))
            return TrackingModes.Broadcast;
        if (context.Is(index, "OPTIN"u8))
            return TrackingModes.OptIn;
        if (context.Is(index, "OPTOUT"u8))
            return TrackingModes.OptOut;
        return context.Is(index, "NOLOOP"u8) ? TrackingModes.NoLoop : TrackingModes.None;
    }

    private bool TryReadRedirection(in CommandContext context, int index)
    {
        if (_redirectedTo != 0)
        {
            context.Reply.Error(Errors.RedirectedTwice);
            return false;
        }

        if (!context.TryReadInteger(index, out _redirectedTo))
            return false;
        if (context.Engine.Clients.Find(_redirectedTo) is not null)
            return true;
        context.Reply.Error(Errors.NoClientToRedirectTo);
        return false;
    }

    private bool AreModesPossible(ReplyWriter reply, ClientTracking? current)
    {
        const TrackingModes Chosen = TrackingModes.OptIn | TrackingModes.OptOut;
        TrackingModes before = current?.Modes ?? _modes;
        if (!IsBroadcast && _prefixes.Count > 0)
            reply.Error(Errors.PrefixWithoutBroadcast);
        else if (((_modes ^ before) & TrackingModes.Broadcast) != 0)
            reply.Error(Errors.BroadcastSwitched);
        else if (IsBroadcast && (_modes & Chosen) != 0)
            reply.Error(Errors.BroadcastOfChosen);
        else if ((_modes & Chosen) == Chosen)
            reply.Error(Errors.OptInExcludesOptOut);
        else if (((_modes | before) & Chosen) == Chosen)
            reply.Error(Errors.OptionSwitched);
        else
            return true;
        return false;
    }

    /// <summary>
    /// Whether a key could begin with two of the client's prefixes, so that it would be told twice; replies with an
    /// error then.
    /// </summary>
    private bool Overlaps(ReplyWriter reply, ClientTracking? current)
    {
        for (int i = 0; i < _prefixes.Count; i++)
        {
            byte[] prefix = _prefixes[i];
            if (current?.Prefixes.FirstOrDefault(existing => AreNested(existing, prefix)) is { } overlapping)
            {
                reply.Error(Errors.PrefixOverlapsExisting(prefix, overlapping));
                return true;
            }

            if (_prefixes.Skip(i + 1).FirstOrDefault(other => AreNested(prefix, other)) is { } second)
            {
                reply.Error(Errors.PrefixOverlapsOther(prefix, second));
                return true;
            }
        }

        return false;
    }

    private static bool AreNested(byte[] left, byte[] right) =>
        left.AsSpan().StartsWith(right) || right.AsSpan().StartsWith(left);
}
