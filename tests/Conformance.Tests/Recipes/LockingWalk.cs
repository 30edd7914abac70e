using Patterns.Locking;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class LockingWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var locks = new RedisLocks(
            connection.GetDatabase(), new RedisLocksOptions { KeyPrefix = SingleRedis.NewKeyPrefix() });
        string name = hashTag.Trim('{', '}');

        ILockHandle first = await called.RunAsync(() => locks.AcquireAsync(name, null, token));
        Assert.Null(await called.RunAsync(() => locks.TryAcquireAsync(name, null, token)));
        Assert.True(await called.RunAsync(() => first.ExtendAsync(null, token)));
        await called.RunAsync(() => first.DisposeAsync());
        await called.RunAsync(() => locks.DisposeAsync());
    }
}
