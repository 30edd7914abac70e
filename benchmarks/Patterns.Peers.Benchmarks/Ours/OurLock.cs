using Patterns.Locking;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Ours;

internal sealed class OurLock(IDatabase database) : ILockUnderTest
{
    private readonly RedisLocks _locks = new(
        database, new RedisLocksOptions { KeyPrefix = "ours", RedisTimeout = TimeSpan.FromSeconds(30) });

    public async Task<HeldLock> TakeAsync(string name, TimeSpan timeToLive)
    {
        ILockHandle handle = await _locks.AcquireAsync(name, new LockOptions { TimeToLive = timeToLive });
        return new HeldLock(handle, () => handle.LostToken);
    }

    public ValueTask DisposeAsync() => _locks.DisposeAsync();
}
