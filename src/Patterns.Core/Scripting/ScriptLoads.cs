using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Patterns.Core.Scripting;

/// <summary>Loads one script, at most once per server and need: callers that find it missing together share one SCRIPT
/// LOAD, and one whose call was sent before a load that has ended since just sends it again.</summary>
internal sealed class ScriptLoads
{
    // By connection, because two connections may use the same address for different servers.
    private readonly ConditionalWeakTable<IConnectionMultiplexer, ConcurrentDictionary<EndPoint, Server>> _servers = [];
    private long _count;

    /// <summary>How many loads have ended, on all servers.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <param name="connection">The connection of the call.</param>
    /// <param name="target">The server that did not know the script.</param>
    /// <param name="script">The script.</param>
    /// <param name="countBefore"><see cref="Count"/> from before the call was sent.</param>
    public Task LoadAsync(IConnectionMultiplexer connection, IServer target, RedisScript script, long countBefore)
    {
        Server server = _servers.GetOrCreateValue(connection).GetOrAdd(target.EndPoint, static _ => new Server());
        lock (server)
        {
            if (server.LoadedAt > countBefore)
            {
                return Task.CompletedTask;
            }

            if (server.Load is null or { IsCompleted: true })
            {
                server.Load = LoadAsync(server, target, script);
            }

            return server.Load;
        }
    }

    private async Task LoadAsync(Server server, IServer target, RedisScript script)
    {
        await target.ScriptLoadAsync(script.Text, CommandFlags.DemandMaster).ConfigureAwait(false);
        lock (server)
        {
            server.LoadedAt = Interlocked.Increment(ref _count);
        }
    }

    private sealed class Server
    {
        public Task? Load { get; set; }

        /// <summary>What the count was when the latest load ended here.</summary>
        public long LoadedAt { get; set; }
    }
}
