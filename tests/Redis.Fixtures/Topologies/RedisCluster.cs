using System.Globalization;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// A Redis Cluster of three primaries, each with a replica. It starts in about three seconds; a node that is lost is
/// missed after two, and its replica takes over soon after.
/// </summary>
public sealed class RedisCluster : RedisTopology
{
    private const int Slots = 16384;
    private const int Primaries = 3;
    private const int Size = 2 * Primaries;

    /// <summary>The nodes that are primaries now, by their own account, in no particular order.</summary>
    public async Task<IReadOnlyList<RedisServerProcess>> GetPrimariesAsync()
    {
        List<RedisServerProcess> primaries = [];
        foreach (RedisServerProcess node in Nodes.Where(node => node.IsRunning))
        {
            RespValue role = await CallAsync(node, "ROLE");
            if (role[0].Text == "master")
            {
                primaries.Add(node);
            }
        }

        return primaries;
    }

    /// <summary>The primary that serves a key now.</summary>
    public async Task<RedisServerProcess> GetPrimaryOfAsync(string key)
    {
        RedisServerProcess witness = Nodes.First(node => node.IsRunning);
        long slot = (await CallAsync(witness, "CLUSTER", "KEYSLOT", key)).Number;
        RespValue ranges = await CallAsync(witness, "CLUSTER", "SLOTS");
        RespValue range = ranges.Items.Single(item => item[0].Number <= slot && slot <= item[1].Number);
        return Nodes.Single(node => node.Port == range[2][1].Number);
    }

    /// <summary>
    /// Returns when every node serves every slot, sees all six nodes without a fault, and every replica is in step.
    /// </summary>
    public override Task WaitUntilHealthyAsync(CancellationToken cancellationToken = default) => Poll.UntilAsync(
        async _ =>
        {
            foreach (RedisServerProcess node in Nodes)
            {
                if (!await IsHealthyAsync(node))
                {
                    return false;
                }
            }

            return true;
        },
        "the cluster is whole",
        cancellationToken);

    private protected override async Task StartAsync()
    {
        await StartNodesAsync(
            Size,
            RedisServerKind.ClusterNode,
            "cluster-enabled yes",
            "cluster-node-timeout 2000",
            "cluster-replica-validity-factor 0",
            "repl-diskless-sync-delay 0");
        await IntroduceNodesAsync();
        await DivideSlotsAsync();
        await Poll.UntilAsync(_ => EveryNodeKnowsAllAsync(), "all nodes of the cluster have met");
        for (int index = Primaries; index < Size; index++)
        {
            RespValue primaryId = await CallAsync(Nodes[index - Primaries], "CLUSTER", "MYID");
            await CallAsync(Nodes[index], "CLUSTER", "REPLICATE", primaryId.Text);
        }
    }

    private async Task IntroduceNodesAsync()
    {
        for (int index = 0; index < Size; index++)
        {
            // Nodes that meet with the same epoch would first have to settle whose is the greater.
            await CallAsync(Nodes[index], "CLUSTER", "SET-CONFIG-EPOCH", Text(index + 1));
            if (index > 0)
            {
                await CallAsync(
                    Nodes[0], "CLUSTER", "MEET", "127.0.0.1", Text(Nodes[index].Port), Text(Nodes[index].BusPort));
            }
        }
    }

    private async Task DivideSlotsAsync()
    {
        for (int index = 0; index < Primaries; index++)
        {
            int first = Slots * index / Primaries;
            int last = (Slots * (index + 1) / Primaries) - 1;
            await CallAsync(Nodes[index], "CLUSTER", "ADDSLOTSRANGE", Text(first), Text(last));
        }
    }

    private async Task<bool> EveryNodeKnowsAllAsync()
    {
        foreach (RedisServerProcess node in Nodes)
        {
            string[] known = await KnownNodesAsync(node);
            if (known.Length != Size || known.Any(line => line.Contains("handshake", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> IsHealthyAsync(RedisServerProcess node)
    {
        RespValue state = await CallAsync(node, "CLUSTER", "INFO");
        string[] known = await KnownNodesAsync(node);
        RespValue role = await CallAsync(node, "ROLE");
        return state.Text.Contains("cluster_state:ok", StringComparison.Ordinal)
            && known.Length == Size
            && known.Count(line => line.Contains("master", StringComparison.Ordinal)) == Primaries
            && known.All(line => !line.Contains("fail", StringComparison.Ordinal))
            && known.All(line => line.Contains(" connected", StringComparison.Ordinal))
            && (role[0].Text == "master" ? role[2].Items.Count == 1 : role[3].Text == "connected");
    }

    private static async Task<string[]> KnownNodesAsync(RedisServerProcess node) =>
        (await CallAsync(node, "CLUSTER", "NODES")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
