using Medallion.Threading.Redis;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Peers;

internal sealed class MedallionLock(IConnectionMultiplexer connection) : ILockUnderTest
{
    public async Task<HeldLock> TakeAsync(string name, TimeSpan timeToLive)
    {
        var distributed = new RedisDistributedLock(
            $"medallion:{name}", connection.GetDatabase(), options => options.Expiry(timeToLive));
        RedisDistributedLockHandle handle = await distributed.AcquireAsync();
        return new HeldLock(handle, () => handle.HandleLostToken);
    }

    public ValueTask DisposeAsync() => default;
}
