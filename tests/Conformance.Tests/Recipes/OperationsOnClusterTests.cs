using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

/// <summary>Whatever a package offers works on Redis Cluster, and nothing is left untried there.</summary>
[Collection<UsesRedisCluster>]
public sealed class OperationsOnClusterTests(RedisCluster cluster)
{
    [Fact]
    public async Task Every_public_operation_runs_on_every_primary_of_the_cluster()
    {
        IRecipeWalk[] walks = [.. typeof(IRecipeWalk).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IRecipeWalk)) && type.IsClass)
            .Select(type => (IRecipeWalk)Activator.CreateInstance(type)!)];
        string[] operations = [.. PublicOperations.Packages.SelectMany(
            package => PublicOperations.Of(package.GetExportedTypes()))];
        Assert.NotEmpty(operations);

        await using ConnectionMultiplexer connection = await cluster.ConnectMultiplexerAsync();
        foreach (string hashTag in await OneTagPerPrimaryAsync())
        {
            var called = new CalledOperations();
            foreach (IRecipeWalk walk in walks)
                await walk.WalkAsync(connection, hashTag, called);

            string left = string.Join("\n", operations.Except(called.Names));
            Assert.True(left.Length == 0, $"No walk runs these on the cluster:\n{left}");
        }
    }

    private async Task<IEnumerable<string>> OneTagPerPrimaryAsync()
    {
        Dictionary<RedisServerProcess, string> tags = [];
        for (int number = 0; tags.Count < 3; number++)
        {
            string tag = $"{{{number}}}";
            tags.TryAdd(await cluster.GetPrimaryOfAsync(tag), tag);
        }

        return tags.Values;
    }
}
