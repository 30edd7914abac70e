using Engine.Server.Access;
using Engine.Server.Sessions;

namespace Engine.Server.Commands.Acl;

/// <summary>The clients of users who are changed or removed.</summary>
internal static class UserClients
{
    /// <summary>Closes the clients of users who are gone.</summary>
    public static void Close(in CommandContext context, IReadOnlyCollection<User> gone)
    {
        if (gone.Count == 0)
            return;
        foreach (Session session in context.Engine.Clients.All.ToArray())
        {
            if (!gone.Contains(session.User))
                continue;
            session.LogOut(context.Engine.Users);
            Close(context, session);
        }
    }

    /// <summary>Closes the clients of a user who listen to what the user may not listen to any more.</summary>
    public static void CloseListeners(in CommandContext context, User user, User changed)
    {
        if (changed.Selectors.Any(selector => selector.AllowsAllChannels) || HasNoChannels(user))
            return;
        foreach (Session session in context.Engine.Clients.All.ToArray())
        {
            if (ReferenceEquals(session.User, user) && !MayListen(changed, session.Subscriptions))
                Close(context, session);
        }
    }

    /// <summary>Then nothing can be taken away; who subscribed as somebody else before stays, as in Redis.</summary>
    private static bool HasNoChannels(User user) =>
        user.Selectors.All(selector => !selector.AllowsAllChannels && selector.Channels.Count == 0);

    private static bool MayListen(User user, Subscriptions subscriptions) =>
        subscriptions.Patterns.All(pattern => MayListen(user, pattern, isPattern: true))
        && subscriptions.Channels.All(channel => MayListen(user, channel, isPattern: false))
        && subscriptions.ShardChannels.All(channel => MayListen(user, channel, isPattern: false));

    private static bool MayListen(User user, byte[] name, bool isPattern) =>
        user.Selectors.Any(selector => selector.AllowsChannel(name, isPattern));

    /// <summary>The client that asks for it has its reply, and gets no more.</summary>
    private static void Close(in CommandContext context, Session session)
    {
        if (ReferenceEquals(session, context.Session))
            session.CloseAfterReplies();
        else
            session.Link.Close();
    }
}
