using System.Net;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Xunit;

namespace Redis.Fixtures.Topologies;

/// <summary>
/// Several redis-server processes that belong together, as a fixture. Without redis-server nothing starts, and the
/// first use of the nodes skips the test.
/// </summary>
public abstract class RedisTopology : IRedisDeployment, IAsyncLifetime
{
    private readonly List<RedisServerProcess> _nodes = [];

    /// <summary>Lines for every node's redis.conf; they win over the topology's own.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    public IReadOnlyList<RedisServerProcess> Nodes
    {
        get
        {
            _ = RedisInstallation.ServerPath;
            return _nodes;
        }
    }

    public virtual IReadOnlyList<EndPoint> EndPoints => [.. Nodes.Select(node => node.EndPoint)];

    public virtual string? SentinelServiceName => null;

    /// <summary>Every process of the topology, whatever its part in it.</summary>
    private protected virtual IEnumerable<RedisServerProcess> Processes => _nodes;

    public async ValueTask InitializeAsync()
    {
        if (!RedisInstallation.IsAvailable)
        {
            return;
        }

        try
        {
            await StartAsync();
            await WaitUntilHealthyAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Starts what a test has stopped or killed, resumes what it has paused, and returns when the topology is whole.
    /// Roles may have changed: who was a primary may be a replica now.
    /// </summary>
    public async Task RepairAsync(CancellationToken cancellationToken = default)
    {
        foreach (RedisServerProcess process in Processes)
        {
            if (process.IsRunning)
            {
                process.Resume();
            }
            else
            {
                await process.StartAgainAsync(cancellationToken);
            }
        }

        await WaitUntilHealthyAsync(cancellationToken);
    }

    /// <summary>Returns when every process is up and they all agree on who is who.</summary>
    public abstract Task WaitUntilHealthyAsync(CancellationToken cancellationToken = default);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (RedisServerProcess process in Processes)
        {
            await process.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract Task StartAsync();

    private protected async Task StartNodesAsync(int count, RedisServerKind kind, params string[] directives)
    {
        RedisServerProcess[] nodes = await StartProcessesAsync(count, kind, [.. directives, .. Directives]);
        _nodes.AddRange(nodes);
    }

    private protected static async Task<RedisServerProcess[]> StartProcessesAsync(
        int count, RedisServerKind kind, IReadOnlyList<string> directives)
    {
        Task<RedisServerProcess>[] starts = [.. Enumerable.Range(0, count).Select(
            _ => RedisServerProcess.StartAsync(kind, directives, CancellationToken.None))];
        try
        {
            return await Task.WhenAll(starts);
        }
        catch
        {
            foreach (Task<RedisServerProcess> start in starts.Where(start => start.IsCompletedSuccessfully))
            {
                await (await start).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>One command to one process on a connection of its own.</summary>
    private protected static async Task<RespValue> CallAsync(RedisServerProcess process, params string[] command)
    {
        await using RespClient client = await process.ConnectAsync();
        RespValue reply = await client.CallAsync(command);
        return reply.IsError
            ? throw new InvalidOperationException($"{string.Join(' ', command)} failed on port {process.Port}: {reply}")
            : reply;
    }
}
