using Engine.Testing;
using Patterns.Locking.Quorum;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>A majority of five independent servers decides.</summary>
/// <param name="newNode">Makes a server of the test's own, on a clock; the number tells it from the others.</param>
public abstract class RedlockCases(Func<VirtualTimeProvider, int, InterruptibleServer> newNode) : IAsyncLifetime
{
    private static readonly TimeSpan _ttl = TimeSpan.FromSeconds(30);

    private readonly VirtualTimeProvider _clock = new();
    private readonly string _prefix = SingleRedis.NewKeyPrefix();
    private readonly List<Redlock> _processes = [];
    private InterruptibleServer[] _nodes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _nodes = [.. Enumerable.Range(0, 5).Select(number => newNode(_clock, number))];
        await Task.WhenAll(_nodes.Select(node => node.ConnectAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Redlock process in _processes)
        {
            await process.DisposeAsync();
        }

        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_lock_is_held_by_one_at_a_time_and_on_every_node()
    {
        Redlock one = await CreateAsync();
        Redlock other = await CreateAsync();
        ILockHandle handle = await TakeAsync(one);
        Assert.Equal(LockGuarantee.Quorum, handle.Guarantee);
        Assert.Equal(TimeSpan.FromMilliseconds(30_000 - 300 - 2), handle.Remaining);
        Assert.Null(await other.TryAcquireAsync("l", cancellationToken: Cancellation));
        await handle.DisposeAsync();
        await handle.DisposeAsync();
        await using ILockHandle next = await TakeAsync(other);
        Assert.True(next.FencingToken > handle.FencingToken);
    }

    [Fact]
    public async Task It_works_with_two_of_five_nodes_down()
    {
        Redlock one = await CreateAsync();
        Redlock other = await CreateAsync();
        await (await TakeAsync(one)).DisposeAsync();
        await Task.WhenAll(_nodes[1].KillAsync(), _nodes[3].KillAsync());
        InterruptibleServer[] alive = [_nodes[0], _nodes[2], _nodes[4]];

        await using ILockHandle handle = await TakeAsync(one);
        Assert.Null(await ResultAsync(other.TryAcquireAsync("l", cancellationToken: Cancellation), alive));
        Assert.True(await ResultAsync(handle.ExtendAsync(cancellationToken: Cancellation), alive));
        await _clock.AdvanceAsync(_ttl / 3, Cancellation);
        await Poll.UntilAsync(
            async token =>
            {
                await _clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), token);
                return handle.Remaining > TimeSpan.FromSeconds(28);
            },
            "it is renewed",
            Cancellation);
        Assert.False(handle.LostToken.IsCancellationRequested);
    }

    [Fact]
    public async Task With_three_of_five_down_the_error_names_them()
    {
        Redlock locks = await CreateAsync();
        ILockHandle held = await TakeAsync(locks, "held");
        await Task.WhenAll(_nodes.Take(3).Select(node => node.KillAsync()));
        LockUnavailableException error = await Assert.ThrowsAsync<LockUnavailableException>(
            () => ResultAsync(locks.TryAcquireAsync("l", cancellationToken: Cancellation), _nodes[3..]));
        Assert.Contains(
            "Nobody knows who has the lock 'l', because 3 of 5 nodes failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("a quorum needs 3", error.Message, StringComparison.Ordinal);
        foreach (InterruptibleServer node in _nodes.Take(3))
        {
            string name = EndPointCollection.ToString((await node.ConnectAsync()).GetEndPoints()[0]);
            Assert.Contains($"{name}: ", error.Message, StringComparison.Ordinal);
        }

        // What is held is lost at its deadline, and not before.
        Assert.True(held.IsHeld);
        await Assert.ThrowsAsync<LockUnavailableException>(
            () => ResultAsync(held.ExtendAsync(cancellationToken: Cancellation)));
        await _clock.AdvanceAsync(_ttl, Cancellation);
        Assert.False(held.IsHeld);
        Assert.True(held.LostToken.IsCancellationRequested);

        // Who waits is not left without an answer.
        error = await Assert.ThrowsAsync<LockUnavailableException>(
            () => ResultAsync(locks.AcquireAsync("l", cancellationToken: Cancellation)));
        Assert.Contains("of 5 nodes failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_minority_granted_is_given_back_everywhere()
    {
        Redlock one = await CreateAsync();
        Redlock other = await CreateAsync();
        await (await TakeAsync(one)).DisposeAsync();
        foreach (InterruptibleServer node in _nodes.Take(3))
        {
            await node.PauseAsync();
        }

        await Assert.ThrowsAsync<LockUnavailableException>(
            () => ResultAsync(one.TryAcquireAsync("l", cancellationToken: Cancellation)));
        foreach (InterruptibleServer node in _nodes.Take(3))
        {
            node.LetRun();
        }

        // Without advancing the clock: nothing has to expire.
        ILockHandle? handle = null;
        await Poll.UntilAsync(
            async token => (handle = await other.TryAcquireAsync("l", cancellationToken: token)) is not null,
            "the paused nodes have granted it, and taken it back",
            Cancellation);
        await handle!.DisposeAsync();
    }

    [Fact]
    public async Task Who_waits_gets_it_after_the_release()
    {
        Redlock one = await CreateAsync();
        Redlock other = await CreateAsync();
        ILockHandle first = await TakeAsync(one);
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.False(waiting.IsCompleted);
        await first.DisposeAsync();
        await (await Eventually.ResultAsync(waiting, _clock, TimeSpan.FromMilliseconds(50))).DisposeAsync();
        ILockHandle second = await TakeAsync(one);
        await Assert.ThrowsAsync<LockTimeoutException>(() => Eventually.ResultAsync(
            other.AcquireAsync("l", new LockOptions { WaitTime = TimeSpan.FromSeconds(1) }, Cancellation).AsTask(),
            _clock,
            TimeSpan.FromMilliseconds(50)));
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_disposed_instance_tells_of_losses_and_lets_nobody_wait()
    {
        Redlock one = await CreateAsync();
        Redlock other = await CreateAsync();
        ILockHandle handle = await TakeAsync(one);
        CancellationToken lost = handle.LostToken;
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await one.DisposeAsync();
        await other.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.ResultAsync(waiting));
        Assert.True(handle.IsHeld);
        Assert.False(lost.IsCancellationRequested);
        await _clock.AdvanceAsync(_ttl, Cancellation);
        Assert.False(handle.IsHeld);
        Assert.True(lost.IsCancellationRequested);
        await handle.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_listed_twice_is_refused_under_one_address_and_under_two()
    {
        IDatabase[] nodes = await ConnectAsync();
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new Redlock([nodes[0], nodes[1], nodes[0]], Options(), timeProvider: _clock));
        Assert.Contains("is listed 2 times: name each server once", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new Redlock([nodes[0], nodes[1]], Options()));
        Assert.Contains("There are 2 nodes, but must be 3 to 21", error.Message, StringComparison.Ordinal);

        await using ConnectionMultiplexer alias = await ConnectByAnotherNameAsync(_nodes[0]);
        await using var locks = new Redlock(
            [nodes[0], nodes[1], alias.GetDatabase()], Options(), timeProvider: _clock);

        // The two addresses of one server would be the majority.
        await _nodes[1].PauseAsync();
        InvalidOperationException twice = await Assert.ThrowsAsync<InvalidOperationException>(
            () => locks.TryAcquireAsync("l", cancellationToken: Cancellation).AsTask());
        Assert.Contains("listed under another address as well", twice.Message, StringComparison.Ordinal);
        _nodes[1].LetRun();
    }

    protected abstract Task<ConnectionMultiplexer> ConnectByAnotherNameAsync(InterruptibleServer node);

    private static async Task<ILockHandle> TakeAsync(Redlock locks, string name = "l")
    {
        ILockHandle? handle = await locks.TryAcquireAsync(name, cancellationToken: Cancellation);
        Assert.NotNull(handle);
        Assert.True(handle.IsHeld);
        return handle;
    }

    /// <summary>Waits for what waits for nodes that are down: only the clock ends that. Those that are up answer in
    /// their own time, so it stands still until they have.</summary>
    private async Task<T> ResultAsync<T>(ValueTask<T> call, params InterruptibleServer[] alive)
    {
        Task<T> result = call.AsTask();
        foreach (InterruptibleServer node in alive)
        {
            await (await node.ConnectAsync()).GetDatabase().PingAsync();
        }

        return await Eventually.ResultAsync(result, _clock, TimeSpan.FromMilliseconds(100));
    }

    private async Task<Redlock> CreateAsync()
    {
        var locks = new Redlock(await ConnectAsync(), Options(), timeProvider: _clock);
        _processes.Add(locks);
        return locks;
    }

    private RedlockOptions Options()
    {
        var options = new RedlockOptions { KeyPrefix = _prefix, RedisTimeout = TimeSpan.FromSeconds(1) };
        options.OutageTolerance = TimeSpan.FromSeconds(10);
        options.RedisCircuit.MinimumThroughput = 1_000;
        return options;
    }

    private async Task<IDatabase[]> ConnectAsync()
        => [.. (await Task.WhenAll(_nodes.Select(node => node.ConnectAsync()))).Select(node => node.GetDatabase())];
}
