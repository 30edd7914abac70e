using Foundatio.Caching;
using Foundatio.Lock;
using Foundatio.Messaging;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Peers;

/// <summary>Its locks are not renewed by themselves.</summary>
internal sealed class FoundatioLock : ILockUnderTest
{
    private readonly RedisCacheClient _cache;
    private readonly RedisMessageBus _bus;
    private readonly CacheLockProvider _locks;

    public FoundatioLock(IConnectionMultiplexer connection)
    {
        _cache = new RedisCacheClient(options => options.ConnectionMultiplexer(connection));
        _bus = new RedisMessageBus(options => options.Subscriber(connection.GetSubscriber()));
        _locks = new CacheLockProvider(_cache, _bus);
    }

    public async Task<HeldLock> TakeAsync(string name, TimeSpan timeToLive)
        => new(await _locks.AcquireAsync(name, timeToLive, releaseOnDispose: true));

    public ValueTask DisposeAsync()
    {
        _bus.Dispose();
        _cache.Dispose();
        return default;
    }
}
