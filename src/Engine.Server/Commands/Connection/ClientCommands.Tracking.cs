using Engine.Server.Protocol;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Commands.Connection;

/// <summary>Being told of keys that change.</summary>
internal static partial class ClientCommands
{
    /// <summary>
    /// CLIENT TRACKING ON | OFF [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT]
    /// [NOLOOP]
    /// </summary>
    private static void Track(ref CommandContext context)
    {
        if (!TrackingRequest.TryRead(context, out TrackingRequest request))
            return;
        if (context.Is(2, "ON"u8))
        {
            if (request.TryApply(context))
                context.Reply.Ok();
        }
        else if (context.Is(2, "OFF"u8))
        {
            context.Engine.Tracking.Disable(context.Session);
            context.Reply.Ok();
        }
        else
        {
            context.Reply.Error(Errors.Syntax);
        }
    }

    /// <summary>CLIENT CACHING YES | NO</summary>
    private static void Caching(ref CommandContext context)
    {
        ClientTracking? tracking = context.Session.Tracking;
        bool isYes = context.Is(2, "YES"u8);
        if (tracking is null)
            context.Reply.Error(Errors.CachingWithoutTracking);
        else if (!isYes && !context.Is(2, "NO"u8))
            context.Reply.Error(Errors.Syntax);
        else if (isYes && !tracking.Has(TrackingModes.OptIn))
            context.Reply.Error(Errors.CachingYesWithoutOptIn);
        else if (!isYes && !tracking.Has(TrackingModes.OptOut))
            context.Reply.Error(Errors.CachingNoWithoutOptOut);
        else
        {
            tracking.IsNextChosen = true;
            context.Reply.Ok();
        }
    }

    /// <summary>CLIENT GETREDIR</summary>
    private static void GetRedirection(ref CommandContext context) =>
        context.Reply.Integer(RedirectionOf(context.Session.Tracking));

    /// <summary>CLIENT TRACKINGINFO</summary>
    private static void DescribeTracking(ref CommandContext context)
    {
        ClientTracking? tracking = context.Session.Tracking;
        List<string> flags = FlagsOf(tracking);
        ReplyWriter reply = context.Reply;
        reply.Map(3);
        reply.Bulk("flags"u8);
        reply.Set(flags.Count);
        foreach (string flag in flags)
            reply.Bulk(flag);
        reply.Bulk("redirect"u8);
        reply.Integer(RedirectionOf(tracking));
        reply.Bulk("prefixes"u8);
        reply.Array(tracking?.Prefixes.Count ?? 0);
        foreach (byte[] prefix in tracking?.Prefixes ?? [])
            reply.Bulk(prefix);
    }

    private static long RedirectionOf(ClientTracking? tracking) => tracking?.RedirectedTo ?? -1;

    private static List<string> FlagsOf(ClientTracking? tracking)
    {
        if (tracking is null)
            return ["off"];
        List<string> flags = ["on"];
        Add(tracking.Has(TrackingModes.Broadcast), "bcast");
        Add(tracking.Has(TrackingModes.OptIn), "optin");
        Add(tracking.Has(TrackingModes.OptIn) && tracking.IsNextChosen, "caching-yes");
        Add(tracking.Has(TrackingModes.OptOut), "optout");
        Add(tracking.Has(TrackingModes.OptOut) && tracking.IsNextChosen, "caching-no");
        Add(tracking.Has(TrackingModes.NoLoop), "noloop");
        Add(tracking.IsRedirectionBroken, "broken_redirect");
        return flags;

        void Add(bool holds, string flag)
        {
            if (holds)
                flags.Add(flag);
        }
    }
}
