using Patterns.Peers.Benchmarks.Contests;
using RedLockNet;
using RedLockNet.SERedis;
using RedLockNet.SERedis.Configuration;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Peers;

internal sealed class RedLockNetLock(IConnectionMultiplexer connection) : ILockUnderTest
{
    private static readonly TimeSpan _wait = TimeSpan.FromMinutes(1);

    // A twentieth of what its documentation has.
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(50);

    private readonly RedLockFactory _factory = RedLockFactory.Create([new RedLockMultiplexer(connection)]);

    public async Task<HeldLock> TakeAsync(string name, TimeSpan timeToLive)
    {
        IRedLock handle = await _factory.CreateLockAsync(name, timeToLive, _wait, _retry);
        return handle.IsAcquired
            ? new HeldLock(handle)
            : throw new InvalidOperationException($"The lock was not acquired: {handle.Status}.");
    }

    public ValueTask DisposeAsync()
    {
        _factory.Dispose();
        return default;
    }
}
