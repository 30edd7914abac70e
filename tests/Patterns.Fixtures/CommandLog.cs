using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Patterns.Fixtures;

/// <summary>The commands that a connection sent, in the order of sending: one is one round trip.</summary>
public sealed class CommandLog(ProfilingSession session)
{
    public static CommandLog Of(IConnectionMultiplexer connection)
    {
        var session = new ProfilingSession();
        connection.RegisterProfiler(() => session);
        return new CommandLog(session);
    }

    /// <summary>The commands since the last call, such as <c>GET SET</c>.</summary>
    public string Take() => string.Join(
        ' ',
        session.FinishProfiling()
            .OrderBy(command => command.CommandCreated)
            .Select(command => command.Command)

            // The client's own spellings of SET with an expiry, and of DEL on servers that can free memory later.
            .Select(command => command switch
            {
                "SETEX" or "PSETEX" => "SET",
                "UNLINK" => "DEL",
                _ => command,
            }));
}
