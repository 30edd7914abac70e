using Patterns.Locking.Quorum;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Processes;

/// <summary>Redlock on five redis-server processes, of which two at a time are stopped (SIGSTOP) or killed (SIGKILL)
/// while several processes want one lock, on the system's clock.</summary>
public sealed class RedlockProcessTests : IAsyncLifetime
{
    private const int Rounds = 3;

    private static readonly TimeSpan _ttl = TimeSpan.FromMilliseconds(500);

    private readonly string _prefix = SingleRedis.NewKeyPrefix();
    private readonly List<ConnectionMultiplexer> _connections = [];
    private readonly List<Redlock> _processes = [];
    private RedisServerProcess[] _nodes = [];
    private ILockHandle? _holder;
    private long _lastToken;
    private int _acquired;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _nodes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RedisServerProcess.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Task.WhenAll(_connections.Select(connection => connection.CloseAsync(allowCommandsToComplete: false)));
    }

    [Fact]
    public async Task Two_of_five_servers_stopped_and_killed_never_let_two_hold_the_lock()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task[] workers = [.. (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CreateAsync())))
            .Select(process => Task.Run(() => WorkAsync(process, stop.Token)))];
        for (int round = 0; round < Rounds; round++)
        {
            RedisServerProcess stopped = _nodes[round % 5];
            RedisServerProcess killed = _nodes[(round + 2) % 5];
            await stopped.PauseAsync(Cancellation);
            await killed.KillAsync(Cancellation);
            await UntilAcquiredAsync(_acquired + 4);
            stopped.Resume();

            // It has lost its data, and stays away until all that it forgot is over.
            await Task.Delay(2 * _ttl, TimeProvider.System, Cancellation);
            await killed.StartAgainAsync(Cancellation);
            await UntilAcquiredAsync(_acquired + 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(Redlock locks, CancellationToken stop)
    {
        var options = new LockOptions { WaitTime = TimeSpan.FromMilliseconds(100) };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using ILockHandle? handle = await locks.TryAcquireAsync("l", options, stop);
                if (handle is { IsHeld: true })
                {
                    Enter(handle);
                    await Task.Yield();
                }
            }
            catch (LockUnavailableException)
            {
                // More than two were slow for a moment: nobody had the lock.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Enter(ILockHandle handle)
    {
        lock (_processes)
        {
            ILockHandle? before = _holder;
            bool isAlone = before is not { IsHeld: true };
            Assert.True(isAlone || !handle.IsHeld || !before!.IsHeld, "Two hold the lock.");
            Assert.True(
                !handle.IsHeld || handle.FencingToken > _lastToken, "A later holder has no larger token.");
            _holder = handle;
            _lastToken = Math.Max(_lastToken, handle.FencingToken);
            _acquired++;
        }
    }

    private Task UntilAcquiredAsync(int count)
        => Eventually.TrueAsync(() => Volatile.Read(ref _acquired) >= count, $"the lock is acquired {count} times");

    private async Task<Redlock> CreateAsync()
    {
        ConnectionMultiplexer[] connections = await Task.WhenAll(_nodes.Select(
            node => ConnectionMultiplexer.ConnectAsync(
                new ConfigurationOptions { EndPoints = { node.EndPoint }, AbortOnConnectFail = false })));
        var options = new RedlockOptions
        {
            KeyPrefix = _prefix,
            TimeToLive = _ttl,
            RedisTimeout = TimeSpan.FromMilliseconds(100),
            RetryDelay = TimeSpan.FromMilliseconds(20),
        };
        var locks = new Redlock([.. connections.Select(connection => connection.GetDatabase())], options);
        lock (_processes)
        {
            _connections.AddRange(connections);
            _processes.Add(locks);
        }

        return locks;
    }
}
