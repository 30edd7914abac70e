using System.Globalization;
using System.Text;
using Engine.Server.Sessions;

namespace Engine.Server.Commands.Connection;

/// <summary>A client in one line, with the fields of CLIENT LIST in Redis's order.</summary>
internal static class ClientDescription
{
    /// <summary>The objects of a session and its connection beside its buffers, in bytes, roughly.</summary>
    private const int ObjectBytes = 1500;

    /// <summary>Appends the line of <paramref name="session"/>; <paramref name="running"/> is the command that asks for it.</summary>
    public static void AppendLine(StringBuilder text, Session session, in CommandContext running)
    {
        long now = running.Engine.Clock.Now;
        long argumentBytes = ReferenceEquals(session, running.Session) ? ArgumentBytes(running) : 0;
        text.Append(CultureInfo.InvariantCulture,
            $"id={session.Id} addr={session.Link.RemoteAddress} laddr={session.Link.LocalAddress} fd={session.Link.Descriptor} ");
        text.Append(CultureInfo.InvariantCulture,
            $"name={session.Name} age={(now - session.CreatedAt) / 1000} idle={(now - session.LastInteraction) / 1000} flags=");
        AppendFlags(text, session);
        text.Append(CultureInfo.InvariantCulture,
            $" db={session.Database} sub={session.Subscriptions.Channels.Count} psub={session.Subscriptions.Patterns.Count} ");
        text.Append(CultureInfo.InvariantCulture,
            $"ssub={session.Subscriptions.ShardChannels.Count} multi={(session.Transaction.IsOpen ? session.Transaction.Queue.Count : -1)} ");
        AppendMemory(text, session, argumentBytes);
        text.Append(CultureInfo.InvariantCulture, $" events={(session.Link.IsWaitingToSend ? "rw" : "r")} ");
        text.Append(CultureInfo.InvariantCulture,
            $"cmd={(session.LastCommand.Length > 0 ? session.LastCommand : "NULL")} user={session.User} redir=-1 resp={session.Reply.Version}\n");
    }

    private static void AppendFlags(StringBuilder text, Session session)
    {
        int start = text.Length;
        if (session.IsSubscriber)
            text.Append('P');
        if (session.Transaction.IsOpen)
            text.Append('x');
        if (session.Waiting == WaitReason.Paused)
            text.Append('b');
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

    /// <summary>The chunk that is being filled stands for Redis's fixed reply buffer, and full chunks for its list of replies.</summary>
    private static void AppendMemory(StringBuilder text, Session session, long argumentBytes)
    {
        IClientLink link = session.Link;
        long chunkBytes = session.Output.Length - session.Output.QueuedBytes;
        long total = ObjectBytes + link.InputCapacity + argumentBytes + session.Transaction.QueuedBytes
            + session.Output.ChunkLength + session.Output.QueuedBytes;
        text.Append(CultureInfo.InvariantCulture,
            $"qbuf={link.PendingInput} qbuf-free={link.InputCapacity - link.PendingInput} argv-mem={argumentBytes} ");
        text.Append(CultureInfo.InvariantCulture,
            $"multi-mem={session.Transaction.QueuedBytes} rbs={session.Output.ChunkLength} rbp={chunkBytes} obl={chunkBytes} ");
        text.Append(CultureInfo.InvariantCulture,
            $"oll={session.Output.QueuedChunks} omem={session.Output.QueuedBytes} tot-mem={total}");
    }

    private static long ArgumentBytes(in CommandContext context)
    {
        long bytes = 0;
        for (int i = 0; i < context.Count; i++)
            bytes += context[i].Length;
        return bytes;
    }
}
