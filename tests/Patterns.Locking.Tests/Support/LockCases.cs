using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Engine.Testing;
using Patterns.Locking.Tests.Histories;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Support;

/// <summary>What every case needs: a server, keys of its own, and processes that want locks.</summary>
/// <remarks>Each process has a connection of its own. Disposing of a case ends them.</remarks>
public abstract class LockCases(RecipeServer server) : IAsyncLifetime
{
    // Cases create many at the same time.
    private readonly ConcurrentStack<IAsyncDisposable> _processes = [];

    private protected RecordingLogger<RedisLocks> Logger { get; } = new();

    /// <summary>The clock of the processes. An engine shares it; a real Redis has its own.</summary>
    protected VirtualTimeProvider Clock => server.Clock;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [SuppressMessage("Usage", "CA1816", Justification = "No case has a finalizer.")]
    public async ValueTask DisposeAsync()
    {
        while (_processes.TryPop(out IAsyncDisposable? process))
        {
            await process.DisposeAsync();
        }
    }

    protected async Task<IDatabase> DatabaseAsync() => (await server.ConnectAsync()).GetDatabase();

    /// <summary>A further connection, which the test disposes of.</summary>
    protected Task<ConnectionMultiplexer> ConnectAnewAsync() => server.ConnectAnewAsync();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>Locks on the connection that the case shares.</summary>
    protected async Task<RedisLocks> CreateAsync(
        Action<RedisLocksOptions>? configure = null, TimeProvider? clock = null)
    {
        var locks = new RedisLocks(await DatabaseAsync(), Options(configure), Logger, clock ?? Clock);
        _processes.Push(locks);
        return locks;
    }

    /// <summary>Locks of another process.</summary>
    protected async Task<RedisLocks> CreateElsewhereAsync(
        Action<RedisLocksOptions>? configure = null, TimeProvider? clock = null)
    {
        ConnectionMultiplexer connection = await server.ConnectAnewAsync();
        _processes.Push(connection);
        var locks = new RedisLocks(connection.GetDatabase(), Options(configure), Logger, clock ?? Clock);
        _processes.Push(locks);
        return locks;
    }

    protected RedisLocksOptions Options(Action<RedisLocksOptions>? configure = null)
    {
        // A real Redis forgets who has not asked three times in a row, while the clock here may stand still.
        var options = new RedisLocksOptions
        {
            KeyPrefix = Prefix,
            RedisTimeout = TimeSpan.FromSeconds(30),
            PollInterval = TimeSpan.FromSeconds(10),
        };
        configure?.Invoke(options);
        return options;
    }

    /// <summary>For many who wait while the clock stands still: a real Redis keeps the holder's time and their places
    /// in the queue by its own.</summary>
    protected static void BePatient(RedisLocksOptions options)
    {
        options.TimeToLive = TimeSpan.FromHours(1);
        options.PollInterval = TimeSpan.FromMinutes(1);
    }

    protected static LockOptions WaitFor(TimeSpan time) => new() { WaitTime = time };

    /// <summary>Takes a lock that nobody has.</summary>
    protected static async Task<ILockHandle> TakeAsync(ILocks locks, string name = "l", LockOptions? options = null)
    {
        ILockHandle? handle = await locks.TryAcquireAsync(name, options, Cancellation);
        Assert.NotNull(handle);
        Assert.True(handle.IsHeld);
        return handle;
    }

    protected static async Task RequireTakenAsync(ILocks locks, string name = "l")
        => Assert.Null(await locks.TryAcquireAsync(name, cancellationToken: Cancellation));

    /// <summary>The ids of those who wait for a lock, in their order, as Redis knows them.</summary>
    protected async Task<string[]> ReadQueueAsync(string name = "l", string kind = LockKeys.Mutex)
        => (await LockView.ReadAsync(await DatabaseAsync(), $"{Prefix}:2:{{{name}}}{kind}")).Queue;

    protected Task UntilWaitingAsync(int count, string name = "l", string kind = LockKeys.Mutex) => Poll.UntilAsync(
        async _ => (await ReadQueueAsync(name, kind)).Length == count, $"{count} wait for the lock", Cancellation);

    /// <summary>Lets time pass on the server until something holds: on an engine at once, as it shares
    /// <see cref="Clock"/>; on a real Redis as it does. Nothing may be under way.</summary>
    protected Task PassTimeUntilAsync(Func<Task<bool>> condition, string expectation, TimeSpan step) => Poll.UntilAsync(
        async token =>
        {
            await Clock.AdvanceAsync(step, token);
            return await condition();
        },
        expectation,
        Cancellation);
}
