using System.Text;
using Engine.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Engine.Server.Dispatch;

/// <summary>
/// Turns away clients that speak HTTP: a page in somebody's browser may make it send requests here, and what it sends
/// as their body must not be run.
/// </summary>
internal sealed partial class CrossProtocol(EngineOptions options)
{
    private const int MillisecondsBetweenLines = 60_000;

    private long _nextLine;

    /// <summary>What a line of a request by HTTP begins with, if browsers send it before the body.</summary>
    public static bool IsRequestOf(ReadOnlySpan<byte> command) =>
        Ascii.EqualsIgnoreCase(command, "post"u8) || Ascii.EqualsIgnoreCase(command, "host:"u8);

    /// <summary>Ends the connection without an answer, and tells the log, if it has not been told just now.</summary>
    public void TurnAway(Session session, long now)
    {
        if (now >= _nextLine)
        {
            _nextLine = now + MillisecondsBetweenLines;
            Attacked(options.Logger, session.Link.RemoteAddress);
        }

        session.Link.Abort();
    }

    [LoggerMessage(5303, LogLevel.Warning,
        "A client at {Address} speaks HTTP and was turned away. A page in a browser may be trying to run commands.")]
    private static partial void Attacked(ILogger logger, string address);
}
