using System.Data.Common;
using System.Text.Json.Serialization;
using OrderWorker;
using Patterns.Locking;
using Patterns.Locking.Election;
using Patterns.Locking.Fencing;
using Patterns.Locking.Idempotency;
using Patterns.Locking.MultiLocks;
using Patterns.Locking.Quorum;
using Patterns.Locking.ReadWrite;
using Patterns.Locking.Semaphores;
using Redis.Fixtures.Servers;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;
using Tour.Sqlite;

namespace Conformance.Tests.Recipes;

internal sealed class LockingWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var locks = new RedisLocks(
            connection.GetDatabase(),
            new RedisLocksOptions { KeyPrefix = SingleRedis.NewKeyPrefix(), RedisTimeout = IRecipeWalk.Patience });
        string name = hashTag.Trim('{', '}');

        ILockHandle first = await called.RunAsync(() => locks.AcquireAsync(name, null, token));
        Assert.Null(await called.RunAsync(() => locks.TryAcquireAsync(name, null, token)));
        Assert.True(await called.RunAsync(() => first.ExtendAsync(null, token)));
        await WalkAsync(first, called, token);
        await called.RunAsync(() => first.DisposeAsync());
        await WalkAsync(locks.ReadWrite(name), called, token);
        await WalkAsync(locks.Semaphore(name, limit: 2), called, token);
        await WalkAsync(new MultiLock(locks, [name, $"other than {name}"]), called, token);
        await WalkAsync(locks.Fenced, name, called, token);
        await WalkAsync(new LeaderElection(locks, name), called, token);
        await WalkAsync(new IdempotencyGuard(locks), name, called, token);
        await called.RunAsync(() => locks.DisposeAsync());
        await WalkQuorumAsync(connection, name, called, token);
    }

    /// <summary>A quorum wants independent servers. Here the cluster plays all of them: reached at several addresses,
    /// each with keys of its own.</summary>
    private static async Task WalkQuorumAsync(
        ConnectionMultiplexer cluster, string name, CalledOperations called, CancellationToken token)
    {
        ConnectionMultiplexer[] connections = await Task.WhenAll(cluster.GetEndPoints().Take(3).Select(
            node => ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = [node] })));
        var options = new RedlockOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = TimeSpan.FromSeconds(10),
        };
        var locks = new Redlock(
            [.. connections.Select((node, number) => node.GetDatabase().WithKeyPrefix($"{number}:"))], options);

        await using (await called.RunAsync(() => locks.AcquireAsync(name, null, token)))
        {
            Assert.Null(await called.RunAsync(() => locks.TryAcquireAsync(name, null, token)));
        }

        await called.RunAsync(() => locks.DisposeAsync());
        await Task.WhenAll(connections.Select(node => node.DisposeAsync().AsTask()));
    }

    private static async Task WalkAsync(
        RedisReadWriteLock readWrite, CalledOperations called, CancellationToken token)
    {
        await using (await called.RunAsync(() => readWrite.AcquireReadAsync(null, token)))
        {
            ILockHandle? second = await called.RunAsync(() => readWrite.TryAcquireReadAsync(null, token));
            await second!.DisposeAsync();
            Assert.Null(await called.RunAsync(() => readWrite.TryAcquireWriteAsync(null, token)));
        }

        await (await called.RunAsync(() => readWrite.AcquireWriteAsync(null, token))).DisposeAsync();
    }

    private static async Task WalkAsync(RedisSemaphore semaphore, CalledOperations called, CancellationToken token)
    {
        await using ILockHandle both = await called.RunAsync(() => semaphore.AcquireAsync(2, null, token));
        Assert.Null(await called.RunAsync(() => semaphore.TryAcquireAsync(1, null, token)));
    }

    private static async Task WalkAsync(MultiLock multiLock, CalledOperations called, CancellationToken token)
    {
        MultiLockHandle both = await called.RunAsync(() => multiLock.AcquireAsync(null, token));
        Assert.Null(await called.RunAsync(() => multiLock.TryAcquireAsync(null, token)));
        await called.RunAsync(() => both.DisposeAsync());
    }

    private static async Task WalkAsync(ILockHandle handle, CalledOperations called, CancellationToken token)
    {
        using var database = new SqliteDatabase();
        database.Execute("CREATE TABLE t (fence INTEGER)");
        database.Execute("INSERT INTO t VALUES (0)");
        await using DbCommand command = new SqliteCommand(database)
        {
            CommandText = "UPDATE t SET fence = @fence WHERE fence <= @fence",
        };
        Assert.Equal(1, await called.RunAsync(() => FencedSql.ExecuteFencedAsync(command, handle, token)));
        Assert.Equal(1, await called.RunAsync(
            () => FencedSql.ExecuteFencedAsync(command, handle.FencingToken, token)));
    }

    private static async Task WalkAsync(
        FencedValues values, string name, CalledOperations called, CancellationToken token)
    {
        Assert.True(await called.RunAsync(() => values.TrySetAsync(name, "v", 2, null, token)));
        Assert.Equal("v", await called.RunAsync(() => values.GetAsync(name, token)));
        Assert.False(await called.RunAsync(() => values.TryRemoveAsync(name, 1, null, token)));
    }

    private static async Task WalkAsync(LeaderElection election, CalledOperations called, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        await called.RunUntilCancelledAsync(() => election.RunAsync((_, _) => stop.CancelAsync(), stop.Token));
        Assert.True(stop.IsCancellationRequested);
    }

    private static async Task WalkAsync(
        IdempotencyGuard guard, string name, CalledOperations called, CancellationToken token)
    {
        IdempotentResult<string> result = await called.RunAsync(() => guard.RunAsync(
            name, (run, _) => Task.FromResult(run.Key), StringContext.Default.String, token));
        Assert.Equal(name, result.Value);
    }
}

[JsonSerializable(typeof(string))]
internal sealed partial class StringContext : JsonSerializerContext;
