using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands.Connection;

/// <summary>Describing clients and closing them.</summary>
internal static partial class ClientCommands
{
    /// <summary>CLIENT INFO</summary>
    private static void Info(ref CommandContext context)
    {
        var text = new StringBuilder();
        ClientDescription.AppendLine(text, context.Session, context);
        context.Reply.Verbatim(text.ToString(), "txt"u8);
    }

    /// <summary>CLIENT LIST [TYPE NORMAL | MASTER | REPLICA | PUBSUB] [ID client-id [client-id ...]]</summary>
    private static void List(ref CommandContext context)
    {
        if (!TryChoose(context, out IEnumerable<Session> sessions))
            return;
        var text = new StringBuilder();
        foreach (Session session in sessions)
            ClientDescription.AppendLine(text, session, context);
        context.Reply.Verbatim(text.ToString(), "txt"u8);
    }

    /// <summary>CLIENT KILL ip:port, or CLIENT KILL option value [option value ...]</summary>
    private static void Kill(ref CommandContext context)
    {
        bool isOldForm = context.Count == 3;
        ClientFilter filter = ClientFilter.ByAddress(context[2]);
        if (!isOldForm && !ClientFilter.TryRead(context, out filter))
            return;

        int killed = 0;
        bool killsCaller = false;
        foreach (Session session in context.Engine.Clients.All.ToArray())
        {
            if (!filter.Matches(session, context.Session))
                continue;
            killed++;
            if (ReferenceEquals(session, context.Session))
                killsCaller = true;
            else
                session.Link.Close();
        }

        if (!isOldForm)
            context.Reply.Integer(killed);
        else if (killed == 0)
            context.Reply.Error(Errors.NoSuchClient);
        else
            context.Reply.Ok();
        if (killsCaller)
            context.Session.CloseAfterReplies();
    }

    /// <summary>Reads the name of a class of clients, or replies with an error.</summary>
    public static bool TryReadType(in CommandContext context, int index, out ClientType type)
    {
        if (context.Is(index, "NORMAL"u8))
            type = ClientType.Normal;
        else if (context.Is(index, "SLAVE"u8) || context.Is(index, "REPLICA"u8))
            type = ClientType.Replica;
        else if (context.Is(index, "PUBSUB"u8))
            type = ClientType.PubSub;
        else if (context.Is(index, "MASTER"u8))
            type = ClientType.Primary;
        else
        {
            type = default;
            context.Reply.Error(Errors.UnknownClientType(context[index]));
            return false;
        }

        return true;
    }

    /// <summary>Finds the clients that CLIENT LIST is asked for, or replies with an error.</summary>
    private static bool TryChoose(in CommandContext context, out IEnumerable<Session> sessions)
    {
        sessions = context.Engine.Clients.All;
        if (context.Count == 2)
            return true;
        if (context.Count == 4 && context.Is(2, "TYPE"u8))
        {
            bool isKnown = TryReadType(context, 3, out ClientType type);
            sessions = sessions.Where(session => session.Type == type);
            return isKnown;
        }

        if (context.Count > 3 && context.Is(2, "ID"u8))
            return TryFindAll(context, out sessions);
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    private static bool TryFindAll(in CommandContext context, out IEnumerable<Session> sessions)
    {
        var found = new List<Session>();
        sessions = found;
        for (int i = 3; i < context.Count; i++)
        {
            if (!Numbers.TryParse(context[i], out long id))
            {
                context.Reply.Error(Errors.InvalidClientId);
                return false;
            }

            if (context.Engine.Clients.Find(id) is { } session)
                found.Add(session);
        }

        return true;
    }
}
