using System.Globalization;
using System.Text;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>The clients that said MONITOR: each command that runs is shown to them.</summary>
internal sealed class CommandMonitors
{
    private readonly List<Session> _sessions = [];
    private readonly StringBuilder _line = new();

    public bool IsEmpty => _sessions.Count == 0;

    public void Add(Session session)
    {
        session.IsMonitor = true;
        _sessions.Add(session);
    }

    public void Remove(Session session)
    {
        if (!session.IsMonitor)
            return;
        session.IsMonitor = false;
        _sessions.Remove(session);
    }

    /// <summary>Shows a command, with its secrets hidden.</summary>
    public void Show(in CommandContext context)
    {
        (long seconds, long rest) = Math.DivRem(context.Engine.Clock.ReadMicroseconds(), 1_000_000);
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"+{seconds}.{rest:D6} [{context.Session.Database} ");
        _line.Append(OriginOf(context)).Append(']');
        for (int i = 0; i < context.Count; i++)
        {
            _line.Append(" \"");
            if (context.IsSecret(i))
                _line.Append("(redacted)");
            else
                AppendEscaped(context[i]);
            _line.Append('"');
        }

        byte[] bytes = Encoding.ASCII.GetBytes(_line.Append("\r\n").ToString());
        foreach (Session session in _sessions)
        {
            session.Output.Write(bytes);
            session.Link.ScheduleFlush();
        }
    }

    /// <summary>What scripts call comes from no address.</summary>
    private static string OriginOf(in CommandContext context)
    {
        IClientLink link = context.Session.Link;
        if (link.IsUnixSocket)
            return $"unix:{context.Engine.Options.UnixSocket}";
        return link.RemoteAddress.Length > 0 ? link.RemoteAddress : "lua";
    }

    private void AppendEscaped(ReadOnlySpan<byte> argument)
    {
        foreach (byte value in argument)
        {
            _ = value switch
            {
                (byte)'\\' or (byte)'"' => _line.Append('\\').Append((char)value),
                (byte)'\n' => _line.Append("\\n"),
                (byte)'\r' => _line.Append("\\r"),
                (byte)'\t' => _line.Append("\\t"),
                (byte)'\a' => _line.Append("\\a"),
                (byte)'\b' => _line.Append("\\b"),
                >= (byte)' ' and <= (byte)'~' => _line.Append((char)value),
                _ => _line.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
            };
        }
    }
}
