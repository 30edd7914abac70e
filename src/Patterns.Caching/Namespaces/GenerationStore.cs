using Patterns.Caching.Backplane;
using Patterns.Caching.Leases;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Namespaces;

/// <summary>The generations of namespaces in Redis.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="announcer">Tells other processes.</param>
internal sealed class GenerationStore(RedisGate redis, CacheKeys keys, Announcer announcer)
{
    // Each look renews it. One that nobody looked at for so long is forgotten with its entries, and gets a new number.
    private static readonly long _known = (long)TimeSpan.FromDays(30).TotalMilliseconds;

    /// <summary>Reads or raises a generation. One round trip.</summary>
    /// <returns>The generation; null when Redis failed.</returns>
    public async ValueTask<RedisReply<RedisResult>> ReadAsync(
        string name, bool raise, CancellationToken cancellationToken)
        => await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.Generation,
                    [keys.Generation(name)],
                    [
                        raise,
                        _known,
                        keys.ChannelName,
                        raise ? announcer.Next(CacheMessageKind.GenerationChanged, name) : RedisValue.EmptyString,
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
}
