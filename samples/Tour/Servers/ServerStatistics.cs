using System.Globalization;
using StackExchange.Redis;

namespace Tour.Servers;

/// <summary>What a server says in INFO that it has done: calls per command, and reads that found no key.</summary>
internal sealed class ServerStatistics
{
    private const string CommandField = "cmdstat_";

    // What the client sends on its own account, to look after its connections, and the tour's own INFO.
    private static readonly HashSet<string> Housekeeping =
        ["auth", "client", "cluster", "config", "echo", "hello", "info", "ping", "select", "sentinel", "subscribe"];

    private readonly Dictionary<string, long> _calls;

    private ServerStatistics(Dictionary<string, long> calls, long keyspaceMisses)
    {
        _calls = calls;
        KeyspaceMisses = keyspaceMisses;
    }

    /// <summary>Reads that found no key.</summary>
    public long KeyspaceMisses { get; }

    /// <summary>All commands but the client's housekeeping.</summary>
    public long Commands => _calls.Values.Sum();

    /// <summary>How often one command was called; its name is lower case.</summary>
    public long CallsOf(string command) => _calls.GetValueOrDefault(command);

    /// <summary>Reads the fields of INFO; those that it has no use for may be among them.</summary>
    public static ServerStatistics Parse(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var calls = new Dictionary<string, long>();
        long keyspaceMisses = 0;
        foreach ((string field, string value) in fields)
        {
            if (field == "keyspace_misses")
            {
                keyspaceMisses = Number(value);
            }
            else if (field.StartsWith(CommandField, StringComparison.Ordinal))
            {
                // cmdstat_client|setinfo -> calls=2,usec=3,usec_per_call=1.50,rejected_calls=0,failed_calls=0
                string command = field[CommandField.Length..].Split('|')[0];
                long count = Number(value["calls=".Length..value.IndexOf(',', StringComparison.Ordinal)]);
                calls[command] = calls.GetValueOrDefault(command) + count;
            }
        }

        return new ServerStatistics(
            calls.Where(call => !Housekeeping.Contains(call.Key)).ToDictionary(), keyspaceMisses);
    }

    /// <summary>Asks every primary that the client is connected to, and adds their counts.</summary>
    public static async Task<ServerStatistics> ReadAsync(IConnectionMultiplexer connection)
    {
        var total = new ServerStatistics([], keyspaceMisses: 0);
        foreach (IServer server in connection.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            IGrouping<string, KeyValuePair<string, string>>[] sections = await server.InfoAsync("all");
            total = total.Combine(Parse(sections.SelectMany(section => section)), (mine, other) => mine + other);
        }

        return total;
    }

    /// <summary>What has been called since an earlier reading.</summary>
    public ServerStatistics Since(ServerStatistics earlier) => Combine(earlier, (mine, other) => mine - other);

    private ServerStatistics Combine(ServerStatistics other, Func<long, long, long> combine)
        => new(
            _calls.Keys.Union(other._calls.Keys)
                .ToDictionary(command => command, command => combine(CallsOf(command), other.CallsOf(command))),
            combine(KeyspaceMisses, other.KeyspaceMisses));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
