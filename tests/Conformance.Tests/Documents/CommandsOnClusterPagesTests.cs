using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;

namespace Conformance.Tests.Documents;

/// <summary>What the pages show of <c>redis-cli -c</c> is what Redis Cluster answers.</summary>
[Collection<UsesRedisCluster>]
public sealed class CommandsOnClusterPagesTests(RedisCluster cluster)
{
    public static TheoryData<string, int> OnCluster =>
        CommandBlockRow.Of(block => block.Server is CommandBlockServer.Cluster);

    [Theory]
    [MemberData(nameof(OnCluster))]
    public async Task A_cluster_answers_what_the_page_shows(string page, int line)
    {
        IReadOnlyList<RedisServerProcess> primaries = await cluster.GetPrimariesAsync();
        foreach (RedisServerProcess primary in primaries)
        {
            await using RespClient client = await primary.ConnectAsync(TestContext.Current.CancellationToken);
            await client.CallAsync("FLUSHALL");
        }

        await using var terminal = new CommandTerminal(primaries[0].EndPoint);

        await terminal.RunAsync(CommandBlockRow.Find(page, line), TestContext.Current.CancellationToken);
    }
}
