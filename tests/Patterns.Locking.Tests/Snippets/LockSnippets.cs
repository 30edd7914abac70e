using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Snippets;

/// <summary>The code of the pages about locks.</summary>
internal static class LockSnippets
{
    public static void Register(IServiceCollection services)
    {
        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddRedisLocks(options => options.TimeToLive = TimeSpan.FromSeconds(20));
        #endregion
    }

    public static async Task LockAsync(
        ILocks locks, Func<string, long, CancellationToken, Task> ship, CancellationToken cancellationToken)
    {
        Task ShipAsync(string order, long fencingToken, CancellationToken token) => ship(order, fencingToken, token);

        #region lock
        await using ILockHandle? handle = await locks.TryAcquireAsync("order:456", null, cancellationToken);
        if (handle is not null)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.LostToken);
            await ShipAsync("456", handle.FencingToken, stop.Token);
        }
        #endregion
    }

    public static async Task WaitAsync(ILocks locks, Func<Task> work, CancellationToken cancellationToken)
    {
        #region wait
        var options = new LockOptions
        {
            WaitTime = TimeSpan.FromSeconds(10),     // LockTimeoutException after that
            TimeToLive = TimeSpan.FromSeconds(15),   // how soon others go on when this process dies
            MaxHold = TimeSpan.FromMinutes(5),       // a worker that hangs loses the lock then
        };
        await using ILockHandle handle = await locks.AcquireAsync("report:2026-11", options, cancellationToken);
        await work();
        #endregion
    }
}
