using Engine.Server;

namespace Engine.Cli;

/// <summary>Command lines that ask about the program instead of starting it.</summary>
internal static class CommandLineInformation
{
    public static bool TryWrite(string[] arguments, TextWriter output)
    {
        switch (arguments)
        {
            case ["-v" or "--version"]:
                output.WriteLine(
                    $"Redis server v={EngineServer.RedisVersion} engine={EngineServer.Version} "
                    + $"malloc=pages bits={IntPtr.Size * 8}");
                return true;
            case ["-h" or "--help"]:
                output.WriteLine("""
                    Usage: engine-server [/path/to/redis.conf] [options] [-]
                           engine-server - (read the configuration from standard input)
                           engine-server -v or --version
                           engine-server -h or --help

                    Options are the directives of redis.conf with two hyphens before them.

                    Examples:
                           engine-server (port 6379, loopback only)
                           engine-server redis.conf
                           engine-server --port 7777
                           engine-server redis.conf --loglevel verbose --maxclients 100
                    """);
                return true;
            default:
                return false;
        }
    }
}
