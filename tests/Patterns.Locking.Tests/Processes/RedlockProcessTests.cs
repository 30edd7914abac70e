using Patterns.Locking.Quorum;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Processes;

/// <summary>Redlock on five redis-server processes, of which two at a time are stopped (SIGSTOP) or killed (SIGKILL)
/// while several processes want one lock, on the system's clock.</summary>
public sealed class RedlockProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan _ttl = TimeSpan.FromSeconds(1);

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
    [Trait("Category", "Soak")]
    public async Task Two_of_five_servers_stopped_and_killed_never_let_two_hold_the_lock()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task[] workers = [.. (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CreateAsync())))
            .Select(process => Task.Run(() => WorkAsync(process, stop.Token)))];
        int rounds = Soak.Iterations(usual: 3, soak: 200);
        for (int round = 0; round < rounds; round++)
        {
            RedisServerProcess stopped = _nodes[round % 5];
            RedisServerProcess killed = _nodes[(round + 2) % 5];
            await stopped.PauseAsync(Cancellation);
            await killed.KillAsync(Cancellation);
            Task forgotten = Task.Delay(_ttl, TimeProvider.System, Cancellation);
            await UntilAcquiredAsync(times: 4);
            stopped.Resume();

            // It has lost its data, and stays away until all that it forgot is over.
            await forgotten;
            await killed.StartAgainAsync(Cancellation);
            await UntilAcquiredAsync(times: 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(Redlock locks, CancellationToken stop)
    {
        // Long enough for waits by lot, so that those who split the nodes do not meet again and again.
        var options = new LockOptions { WaitTime = TimeSpan.FromSeconds(10) };
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

    private async Task UntilAcquiredAsync(int times)
    {
        for (int time = 0; time < times; time++)
        {
            int before = Volatile.Read(ref _acquired);
            await Eventually.TrueAsync(() => Volatile.Read(ref _acquired) > before, "somebody gets the lock");
        }
    }

    private async Task<Redlock> CreateAsync()
    {
        ConnectionMultiplexer[] connections = await Task.WhenAll(_nodes.Select(
            node => ConnectionMultiplexer.ConnectAsync(
                new ConfigurationOptions { EndPoints = { node.EndPoint }, AbortOnConnectFail = false })));
        var options = new RedlockOptions
        {
            KeyPrefix = _prefix,
            TimeToLive = _ttl,
            RedisTimeout = TimeSpan.FromMilliseconds(250),
            RetryDelay = TimeSpan.FromMilliseconds(20),
        };

        // On a busy machine three healthy nodes that are late now and then would have their circuits open for five
        // seconds each, together with those of the two that are down, and nobody would be asked at all.
        options.RedisCircuit.MinimumThroughput = 1_000_000;
        var locks = new Redlock([.. connections.Select(connection => connection.GetDatabase())], options);
        lock (_processes)
        {
            _connections.AddRange(connections);
            _processes.Add(locks);
        }

        return locks;
    }
}
