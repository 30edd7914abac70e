using StackExchange.Redis;

namespace Patterns.Core.Resilience;

/// <summary>What recipes ask of a database beside commands.</summary>
public static class RedisDatabaseExtensions
{
    /// <summary>The server that answers for a key: the only one, or the primary of its slot.</summary>
    /// <param name="database">The database.</param>
    /// <param name="key">The key.</param>
    /// <returns>The server.</returns>
    /// <exception cref="RedisConnectionException">None is connected. The client itself throws an exception that says
    /// nothing about connections, which a <see cref="RedisGate"/> would take for a fault of the program.</exception>
    public static IServer GetPrimary(this IDatabase database, RedisKey key)
    {
        ArgumentNullException.ThrowIfNull(database);
        try
        {
            return database.Multiplexer.GetServer(key, flags: CommandFlags.DemandMaster);
        }
        catch (InvalidOperationException exception)
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect, $"No server is connected that answers for '{key}'.", exception);
        }
    }
}
