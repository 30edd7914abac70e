using System.Globalization;
using System.Text;
using Engine.Server.Sessions;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Commands.Connection;

/// <summary>A client in one line, with the fields of CLIENT LIST in Redis's order.</summary>
internal static class ClientDescription
{
    /// <summary>
    /// Appends the line of <paramref name="session"/>; <paramref name="running"/> is the command that asks for it.
    /// </summary>
    public static void AppendLine(StringBuilder text, Session session, in CommandContext running)
    {
        long argumentBytes = ReferenceEquals(session, running.Session) ? ArgumentBytes(running) : 0;
        Append(text, session, running.Engine.Clock.Now, argumentBytes);
        text.Append('\n');
    }

    /// <summary>Appends the fields of a session.</summary>
    /// <param name="text">To what.</param>
    /// <param name="session">The session.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="argumentBytes">Bytes of the request that runs in the session.</param>
    public static void Append(StringBuilder text, Session session, long now, long argumentBytes = 0)
    {
        AppendIdentity(text, session, now);
        text.Append(" flags=");
        AppendFlags(text, session);
        AppendState(text, session);
        AppendMemory(text, session, argumentBytes);
        text.Append(" events=").Append(session.Link.IsWaitingToSend ? "rw" : "r");
        text.Append(" cmd=").Append(session.LastCommand.Length > 0 ? session.LastCommand : "NULL");
        text.Append(" user=").Append(UserName(session));
        text.Append(CultureInfo.InvariantCulture, $" redir={session.Tracking?.RedirectedTo ?? -1}");
        text.Append(CultureInfo.InvariantCulture, $" resp={session.Reply.Version}");
    }

    private static void AppendIdentity(StringBuilder text, Session session, long now)
    {
        IClientLink link = session.Link;
        long age = (now - session.CreatedAt) / 1000;
        long idle = (now - session.LastInteraction) / 1000;
        text.Append(CultureInfo.InvariantCulture, $"id={session.Id} addr={link.RemoteAddress}");
        text.Append(CultureInfo.InvariantCulture, $" laddr={link.LocalAddress} fd={link.Descriptor}");
        text.Append(CultureInfo.InvariantCulture, $" name={session.Name} age={age} idle={idle}");
    }

    private static void AppendFlags(StringBuilder text, Session session)
    {
        int start = text.Length;
        if (session.IsMonitor)
            text.Append('O');
        if (session.IsSubscriber)
            text.Append('P');
        if (session.Transaction.IsOpen)
            text.Append('x');
        if (session.Waiting is WaitReason.Paused or WaitReason.Blocked)
            text.Append('b');
        AppendTracking(text, session.Tracking);
        if (session.Transaction.IsOutdated)
            text.Append('d');
        if (session.ClosesAfterReplies)
            text.Append('c');
        if (session.Link.IsUnixSocket)
            text.Append('U');
        if (session.IsExemptFromEviction)
            text.Append('e');
        if (text.Length == start)
            text.Append('N');
    }

    private static void AppendTracking(StringBuilder text, ClientTracking? tracking)
    {
        if (tracking is null)
            return;
        text.Append('t');
        if (tracking.IsRedirectionBroken)
            text.Append('R');
        if (tracking.Has(TrackingModes.Broadcast))
            text.Append('B');
    }

    private static void AppendState(StringBuilder text, Session session)
    {
        Subscriptions subscriptions = session.Subscriptions;
        int queued = session.Transaction.IsOpen ? session.Transaction.Queue.Count : -1;
        text.Append(CultureInfo.InvariantCulture, $" db={session.Database} sub={subscriptions.Channels.Count}");
        text.Append(CultureInfo.InvariantCulture, $" psub={subscriptions.Patterns.Count}");
        text.Append(CultureInfo.InvariantCulture, $" ssub={subscriptions.ShardChannels.Count} multi={queued}");
    }

    /// <summary>
    /// The chunk that is being filled stands for Redis's fixed reply buffer, and full chunks for its list of replies.
    /// </summary>
    private static void AppendMemory(StringBuilder text, Session session, long argumentBytes)
    {
        int input = session.Link.PendingInput;
        int inputCapacity = session.Link.InputCapacity;
        long queued = session.Transaction.QueuedBytes;
        long chunk = session.Output.ChunkLength;
        long chunkBytes = session.Output.Length - session.Output.QueuedBytes;
        long replyBytes = session.Output.QueuedBytes;
        long total = session.MemoryBytes + argumentBytes;
        text.Append(CultureInfo.InvariantCulture, $" qbuf={input} qbuf-free={inputCapacity - input}");
        text.Append(CultureInfo.InvariantCulture, $" argv-mem={argumentBytes} multi-mem={queued}");
        text.Append(CultureInfo.InvariantCulture, $" rbs={chunk} rbp={chunkBytes} obl={chunkBytes}");
        text.Append(CultureInfo.InvariantCulture, $" oll={session.Output.QueuedChunks} omem={replyBytes}");
        text.Append(CultureInfo.InvariantCulture, $" tot-mem={total}");
    }

    /// <summary>The lines are encoded as UTF-8, while a name may have any bytes.</summary>
    private static string UserName(Session session) =>
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(session.User.Name));

    private static long ArgumentBytes(in CommandContext context)
    {
        long bytes = 0;
        for (int i = 0; i < context.Count; i++)
            bytes += context[i].Length;
        return bytes;
    }
}
