using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Locking.Tests.Histories;
using Redis.Fixtures;
using Redis.Fixtures.Clients;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Processes;

/// <summary>A lock that a replica has confirmed survives the failover to it.</summary>
[Collection<UsesRedisSentinel>]
public sealed class ReplicatedLockTests(RedisSentinelTrio sentinels)
{
    private readonly string _prefix = SingleRedis.NewKeyPrefix();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lock_is_granted_and_renewed_when_the_replica_has_confirmed_it()
    {
        await using ConnectionMultiplexer connection = await sentinels.ConnectMultiplexerAsync();
        await using RedisLocks locks = Create(connection, replicas: 1);
        await using ILockHandle? handle = await locks.TryAcquireAsync("l", cancellationToken: Cancellation);
        Assert.Equal(LockGuarantee.Replicated, handle!.Guarantee);
        Assert.True(handle.IsHeld);
        Assert.True(await handle.ExtendAsync(cancellationToken: Cancellation));
        Assert.Null(await locks.TryAcquireAsync("l", cancellationToken: Cancellation));

        Task<ILockHandle> waiting = locks.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await Poll.UntilAsync(
            async _ => (await LockView.ReadAsync(connection.GetDatabase(), $"{_prefix}:2:{{l}}")).Queue.Length == 1,
            "somebody waits",
            Cancellation);
        await handle.DisposeAsync();
        await (await Eventually.ResultAsync(waiting)).DisposeAsync();
    }

    [Fact]
    public async Task Without_enough_replicas_there_is_no_lock_and_the_error_counts_them()
    {
        await using ConnectionMultiplexer connection = await sentinels.ConnectMultiplexerAsync();
        await using RedisLocks locks = Create(connection, replicas: 2);
        LockUnavailableException error = await Assert.ThrowsAsync<LockUnavailableException>(
            () => locks.TryAcquireAsync("l", cancellationToken: Cancellation).AsTask());
        // The one replica that there is may be late, too.
        Assert.Matches("Only [01] of 2 replicas confirmed the lock within", error.Message);

        // What the primary had granted is taken back.
        await using RedisLocks advisory = Create(connection, replicas: 0);
        ILockHandle? handle = null;
        await Poll.UntilAsync(
            async token => (handle = await advisory.TryAcquireAsync("l", cancellationToken: token)) is not null,
            "the lock is free",
            Cancellation);
        await handle!.DisposeAsync();
    }

    [Fact]
    public async Task A_failover_keeps_the_lock()
    {
        await using ConnectionMultiplexer connection = await sentinels.ConnectMultiplexerAsync();
        await using RedisLocks locks = Create(connection, replicas: 1);
        await using ILockHandle? handle = await locks.TryAcquireAsync(
            "l", new LockOptions { TimeToLive = TimeSpan.FromMinutes(2), Renewal = false }, Cancellation);
        RedisServerProcess primary = (await sentinels.FindPrimaryAsync())!;
        try
        {
            // Told to, because sentinels that must agree on an election take their time on a busy machine. The old
            // primary is gone before it could tell its replica anything more.
            await using RespClient sentinel = await sentinels.Sentinels[0].ConnectAsync(Cancellation);
            await primary.KillAsync(Cancellation);
            await sentinel.CallAsync("SENTINEL", "FAILOVER", "primary");
            await Poll.UntilAsync(
                async _ => await sentinels.FindPrimaryAsync() is { } next && next != primary,
                "the replica has taken over",
                Cancellation);
            await using ConnectionMultiplexer other = await sentinels.ConnectMultiplexerAsync();
            await using RedisLocks elsewhere = Create(other, replicas: 0);
            Assert.Null(await AskAsync(elsewhere));
            Assert.True(handle!.IsHeld);
        }
        finally
        {
            await sentinels.RepairAsync(CancellationToken.None);
        }
    }

    /// <summary>The new primary may answer errors for a moment.</summary>
    private static async Task<ILockHandle?> AskAsync(RedisLocks locks)
    {
        ILockHandle? handle = null;
        await Poll.UntilAsync(
            async token =>
            {
                try
                {
                    handle = await locks.TryAcquireAsync("l", cancellationToken: token);
                    return true;
                }
                catch (LockUnavailableException)
                {
                    return false;
                }
            },
            "the new primary answers",
            Cancellation);
        return handle;
    }

    private RedisLocks Create(ConnectionMultiplexer connection, int replicas) => new(
        connection.GetDatabase(),
        new RedisLocksOptions
        {
            KeyPrefix = _prefix,
            Guarantee = replicas > 0 ? LockGuarantee.Replicated : LockGuarantee.Advisory,
            Replicas = Math.Max(1, replicas),
            RedisTimeout = TimeSpan.FromSeconds(20),
            ReplicationTimeout = TimeSpan.FromSeconds(replicas == 2 ? 0.1 : 10),
        },
        NullLogger<RedisLocks>.Instance);
}
