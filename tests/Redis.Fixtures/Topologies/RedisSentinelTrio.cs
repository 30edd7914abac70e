using System.Globalization;
using System.Net;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// A primary and a replica, watched by three sentinels of which two must agree. A primary that is lost is missed after
/// one second, and the replica takes over soon after.
/// </summary>
public sealed class RedisSentinelTrio : RedisTopology
{
    private const string ServiceName = "primary";

    private IReadOnlyList<RedisServerProcess> _sentinels = [];

    public IReadOnlyList<RedisServerProcess> Sentinels
    {
        get
        {
            _ = RedisInstallation.ServerPath;
            return _sentinels;
        }
    }

    /// <summary>The sentinels', whom a client asks for the primary.</summary>
    public override IReadOnlyList<EndPoint> EndPoints => [.. Sentinels.Select(sentinel => sentinel.EndPoint)];

    public override string SentinelServiceName => ServiceName;

    private protected override IEnumerable<RedisServerProcess> Processes => [.. base.Processes, .. _sentinels];

    /// <summary>
    /// The node that the sentinels, those that run, agree upon as the primary; null while they do not.
    /// </summary>
    public async Task<RedisServerProcess?> FindPrimaryAsync()
    {
        HashSet<long> ports = [];
        foreach (RedisServerProcess sentinel in Sentinels.Where(sentinel => sentinel.IsRunning))
        {
            RespValue address = await CallAsync(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", ServiceName);
            ports.Add(address[1].Number);
        }

        return ports.Count == 1 ? Nodes.Single(node => node.Port == ports.Single()) : null;
    }

    /// <summary>
    /// Returns when the sentinels agree on the primary, see nothing wrong with it, know each other and the replica, and
    /// the replica is in step.
    /// </summary>
    public override async Task WaitUntilHealthyAsync(CancellationToken cancellationToken = default)
    {
        await QuickenSentinelsAsync();
        await Poll.UntilAsync(
            _ => IsHealthyAsync(), "primary, replica and sentinels are of one mind", cancellationToken);
    }

    private protected override async Task StartAsync()
    {
        await StartNodesAsync(2, RedisServerKind.Standalone, "repl-diskless-sync-delay 0");
        await CallAsync(Nodes[1], "REPLICAOF", "127.0.0.1", Text(Nodes[0].Port));

        // A sentinel asks a primary for its replicas every ten seconds, so the replica must be there when it starts.
        await Poll.UntilAsync(_ => IsReplicaInStepAsync(Nodes[0]), "the replica is in step");
        _sentinels = await StartProcessesAsync(3, RedisServerKind.Sentinel,
        [
            $"sentinel monitor {ServiceName} 127.0.0.1 {Text(Nodes[0].Port)} 2",
            $"sentinel down-after-milliseconds {ServiceName} 1000",
            $"sentinel failover-timeout {ServiceName} 2000",
        ]);
    }

    /// <summary>
    /// Sentinels look around every ten seconds and wait for eight more before they make a returned primary a replica.
    /// They can be told to hurry, until they are restarted.
    /// </summary>
    private async Task QuickenSentinelsAsync()
    {
        foreach (RedisServerProcess sentinel in Sentinels)
        {
            await CallAsync(sentinel, "SENTINEL", "DEBUG", "INFO-PERIOD", "200", "PUBLISH-PERIOD", "200");
            await CallAsync(sentinel, "SENTINEL", "DEBUG", "PING-PERIOD", "100", "ASK-PERIOD", "100");
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        if (await FindPrimaryAsync() is not { } primary || !await IsReplicaInStepAsync(primary))
        {
            return false;
        }

        foreach (RedisServerProcess sentinel in Sentinels)
        {
            Dictionary<string, string> view = Fields(await CallAsync(sentinel, "SENTINEL", "MASTER", ServiceName));
            RespValue replicas = await CallAsync(sentinel, "SENTINEL", "REPLICAS", ServiceName);
            if (view["flags"] != "master"
                || view["num-other-sentinels"] != "2"
                || replicas.Items.Count != 1
                || Fields(replicas[0])["flags"] != "slave")
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> IsReplicaInStepAsync(RedisServerProcess primary)
    {
        RespValue role = await CallAsync(primary, "ROLE");
        return role[0].Text == "master" && role[2].Items.Count == 1;
    }

    private static Dictionary<string, string> Fields(RespValue pairs) =>
        pairs.Items.Chunk(2).ToDictionary(pair => pair[0].Text, pair => pair[1].Text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
