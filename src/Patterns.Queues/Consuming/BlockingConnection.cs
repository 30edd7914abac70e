using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Opens connections for commands that block.</summary>
internal static class BlockingConnection
{
    /// <summary>Longer than any command blocks, so that the client does not give up before Redis does.</summary>
    private const int PatienceMilliseconds = 30_000;

    /// <param name="open">How the program wants it; null means with the configuration of its own connection.</param>
    /// <param name="connection">The program's connection.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<IConnectionMultiplexer> OpenAsync(
        Func<CancellationToken, Task<IConnectionMultiplexer>>? open,
        IConnectionMultiplexer connection,
        CancellationToken cancellationToken)
    {
        if (open is not null)
        {
            return await open(cancellationToken).ConfigureAwait(false);
        }

        var configuration = ConfigurationOptions.Parse(connection.Configuration);
        configuration.AbortOnConnectFail = false;
        configuration.AsyncTimeout = PatienceMilliseconds;

        // It asks for its id, by which another connection ends its blocking.
        configuration.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }
}
