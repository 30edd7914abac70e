using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Patterns.Locking.Election;
using Patterns.Locking.Idempotency;
using Patterns.Locking.MultiLocks;
using Patterns.Locking.ReadWrite;
using Patterns.Locking.Semaphores;
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

    public static void RegisterQuorum(IServiceCollection services)
    {
        #region redlock
        string[] nodes = ["redis-a:6379", "redis-b:6379", "redis-c:6379", "redis-d:6379", "redis-e:6379"];
        services.AddRedlock(
            "orders",
            _ => nodes.Select(node => ConnectionMultiplexer.Connect($"{node},abortConnect=false")));
        #endregion
    }

    public static async Task ReadWriteAsync(RedisLocks locks, Func<Task> read, Func<Task> write)
    {
        #region read-write
        RedisReadWriteLock catalogue = locks.ReadWrite("catalogue");
        await using (await catalogue.AcquireReadAsync())
        {
            await read();
        }

        await using (await catalogue.AcquireWriteAsync())
        {
            await write();
        }
        #endregion
    }

    public static async Task SemaphoreAsync(RedisLocks locks, Func<Task> export)
    {
        #region semaphore
        RedisSemaphore exports = locks.Semaphore("exports", limit: 5);
        await using ILockHandle permit = await exports.AcquireAsync(permits: 1);
        await export();
        #endregion
    }

    public static async Task MultiAsync(ILocks locks, Func<long, long, Task> transfer)
    {
        #region multi
        var accounts = new MultiLock(locks, ["account:7", "account:3"]);
        await using MultiLockHandle both = await accounts.AcquireAsync();
        await transfer(both.FencingTokenOf("account:3"), both.FencingTokenOf("account:7"));
        #endregion
    }

    public static async Task LeadAsync(
        ILocks locks, Func<long, CancellationToken, Task> schedule, CancellationToken cancellationToken)
    {
        #region election
        var election = new LeaderElection(locks, "reports", new LockOptions { TimeToLive = TimeSpan.FromSeconds(10) });
        await election.RunAsync(
            async (term, stop) =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await schedule(term.FencingToken, stop);
                }
            },
            cancellationToken);
        #endregion
    }

    public static async Task<string> PayAsync(
        RedisLocks locks,
        string idempotencyKey,
        Func<long, CancellationToken, Task<string>> pay,
        JsonTypeInfo<string> type)
    {
        #region idempotency
        var guard = new IdempotencyGuard(locks, new IdempotencyOptions { ResultTimeToLive = TimeSpan.FromDays(7) });
        IdempotentResult<string> receipt = await guard.RunAsync(
            idempotencyKey, (run, stop) => pay(run.FencingToken, stop), type);
        return receipt.Outcome == IdempotentOutcome.InFlight ? "409 Conflict" : receipt.Value!;
        #endregion
    }

    public static async Task FenceAsync(RedisLocks locks, ILockHandle handle)
    {
        #region fenced
        bool isWritten = await locks.Fenced.TrySetAsync("report:2026-11", "ready", handle.FencingToken);
        if (!isWritten)
        {
            throw new InvalidOperationException("Somebody else has the lock, and has written.");
        }
        #endregion
    }
}
